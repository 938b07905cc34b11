// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.hpp"
#include "core/runs/run.hpp"
#include "core/training/checkpoint.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace netwright::runs {

/// A checkpoint of a run, with the data the run was trained on where it is open already. A value, so that a
/// job can take it along.
struct RunChoice {
    RunInfo run;
    std::filesystem::path runFolder;
    std::filesystem::path projectFolder; ///< relative data files are looked for here
    std::string checkpoint; ///< "best", "last" or an epoch
    std::shared_ptr<const data::Dataset> dataset; ///< null, or another than the run's: opened anew
};

/// What evaluating, predicting and exporting need.
struct OpenRun {
    RunInfo info;
    network::Network network; ///< as it was trained
    std::shared_ptr<const data::Dataset> dataset;
    training::Checkpoint checkpoint;
};

[[nodiscard]] Result<OpenRun> openRun(const RunChoice& choice, const Progress& progress = {});

} // namespace netwright::runs
