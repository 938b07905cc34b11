// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/open_run.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>

namespace netwright::cli {

/// Which run of which project, and which of its checkpoints: what the commands on runs have in common.
struct RunOptions {
    std::filesystem::path project;
    std::string run;
    std::string checkpoint = "best";
    bool isJson = false;
};

/// PROJECT, --run and --json.
void addRunOptions(CLI::App& command, RunOptions& options);
/// --checkpoint
void addCheckpointOption(CLI::App& command, RunOptions& options);

/// The folder of the run, if there is such a run.
[[nodiscard]] Result<std::filesystem::path> runFolder(const RunOptions& options);
[[nodiscard]] Result<runs::OpenRun> openRun(const RunOptions& options);

/// Which weights were taken, and why: "best: epoch 39, the one with the lowest validation loss".
[[nodiscard]] std::string checkpointText(const runs::OpenRun& run, const std::string& checkpoint);

} // namespace netwright::cli
