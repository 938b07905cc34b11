// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/run.hpp"
#include "core/training/checkpoint.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace netwright::cli {

/// A run of a project with one of its checkpoints and its data: what evaluating, predicting and exporting
/// need.
struct OpenRun {
    runs::RunInfo info;
    network::Network network; ///< as it was trained
    std::shared_ptr<const data::Dataset> dataset;
    training::Checkpoint checkpoint;
    std::string checkpointName;
};

/// The folder of a run, if there is such a run.
[[nodiscard]] Result<std::filesystem::path> runFolder(const std::filesystem::path& project,
                                                      const std::string& run);

/// `checkpoint` is "best", "last" or the number of an epoch.
[[nodiscard]] Result<OpenRun> openRun(const std::filesystem::path& project, const std::string& run,
                                      const std::string& checkpoint);

} // namespace netwright::cli
