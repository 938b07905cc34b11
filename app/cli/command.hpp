// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <iosfwd>

namespace netwright::cli {

/// Where a command speaks.
struct Terminal {
    std::ostream& out; ///< results
    std::ostream& progress; ///< everything else
    bool redraws = false; ///< progress goes to a terminal, where a line can be written again
};

/// What the command line asks for. An error is printed by run(), which then returns 1.
using Action = std::function<Status(const Terminal&)>;

/// Each adds one command, which sets `action` when it was chosen. One file each.
void addTrain(CLI::App& app, Action& action);
void addResume(CLI::App& app, Action& action);
void addEvaluate(CLI::App& app, Action& action);
void addPredict(CLI::App& app, Action& action);
void addRuns(CLI::App& app, Action& action);
void addExport(CLI::App& app, Action& action);
void addDescribe(CLI::App& app, Action& action);
void addBench(CLI::App& app, Action& action);

/// One line; text that is not UTF-8 does not throw.
void printJson(const Terminal& terminal, const nlohmann::ordered_json& json);

} // namespace netwright::cli
