// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.hpp"

#include "app/cli/command.hpp"

#include <unistd.h>

#include <exception>
#include <iostream>
#include <new>

namespace netwright::cli {

namespace {
    void addAll(CLI::App& app, Action& action)
    {
        for (auto* add :
             { addTrain, addResume, addEvaluate, addPredict, addRuns, addExport, addDescribe, addBench })
            add(app, action);
    }

    /// Help and version are answers, all else is a mistake in the command line.
    int reportParse(const CLI::App& app, const CLI::ParseError& error, const Terminal& terminal)
    {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return app.exit(error, terminal.out, terminal.progress);
        terminal.progress << "error: netwright-cli: " << error.what() << "; see netwright-cli --help\n";
        return 1;
    }

    Status perform(const Action& action, const Terminal& terminal)
    {
        try {
            return action(terminal);
        } catch (const std::bad_alloc&) {
            return fail("netwright-cli", "the memory does not suffice; choose a smaller batch or network");
        } catch (const std::exception& exception) {
            return fail("netwright-cli", "{}", exception.what());
        }
    }
} // namespace

int run(int argc, const char* const* argv, std::ostream& out, std::ostream& progress)
{
    const Terminal terminal { .out = out,
                              .progress = progress,
                              .redraws = &progress == &std::cerr && isatty(STDERR_FILENO) == 1 };
    CLI::App app("Netwright without its window: builds on the same projects and runs.", "netwright-cli");
    app.set_version_flag("--version", NETWRIGHT_VERSION);
    app.require_subcommand(1);
    Action action;
    addAll(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return reportParse(app, error, terminal);
    }
    if (const Status done = perform(action, terminal); !done) {
        progress << "error: " << done.error().text() << '\n';
        return 1;
    }
    out.flush();
    if (!out) {
        progress << "error: output: the result could not be written; is the disk full?\n";
        return 1;
    }
    return 0;
}

void printJson(const Terminal& terminal, const nlohmann::ordered_json& json)
{
    terminal.out << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

} // namespace netwright::cli
