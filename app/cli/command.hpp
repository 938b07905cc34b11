// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <iosfwd>
#include <memory>
#include <type_traits>

namespace netwright::cli {

/// Where a command speaks.
struct Terminal {
    std::ostream& out; ///< results
    std::ostream& progress; ///< everything else
    bool redraws = false; ///< progress goes to a terminal, where a line can be written again
};

/// Stopped: the user asked for it. No error, but no success either.
enum class Ended { Done, Stopped };

/// What the command line asks for. An error is printed by run(), which then returns 1.
using Action = std::function<Result<Ended>(const Terminal&)>;

/// Sets `action` to perform(*options, terminal), a Status or a Result<Ended>, when the command is chosen.
template <class Options, class Perform>
void whenChosen(CLI::App& command, Action& action, const std::shared_ptr<Options>& options, Perform perform)
{
    command.callback([options, &action, perform] {
        action = [options, perform](const Terminal& terminal) -> Result<Ended> {
            if constexpr (std::is_same_v<decltype(perform(*options, terminal)), Status>)
                return perform(*options, terminal).map([] { return Ended::Done; });
            else
                return perform(*options, terminal);
        };
    });
}

/// Each adds one command, which sets `action` when it was chosen. One file each.
void addNew(CLI::App& app, Action& action);
void addTrain(CLI::App& app, Action& action);
void addResume(CLI::App& app, Action& action);
void addEvaluate(CLI::App& app, Action& action);
void addPredict(CLI::App& app, Action& action);
void addRuns(CLI::App& app, Action& action);
void addExport(CLI::App& app, Action& action);
void addDescribe(CLI::App& app, Action& action);
void addBench(CLI::App& app, Action& action);
void addProfile(CLI::App& app, Action& action);

/// One line; text that is not UTF-8 does not throw.
void printJson(const Terminal& terminal, const nlohmann::ordered_json& json);

} // namespace netwright::cli
