// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.hpp"

#include "app/cli/command.hpp"

#include <unistd.h>

#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

namespace netwright::cli {

namespace {
    void addAll(CLI::App& app, Action& action)
    {
        for (auto* add : { addNew, addTrain, addResume, addEvaluate, addPredict, addRuns, addExport,
                           addDescribe, addBench, addProfile })
            add(app, action);
    }

    std::string commandNames(const CLI::App& app)
    {
        std::vector<std::string> names;
        for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
            names.push_back(command->get_name());
        return fmt::format("{}", fmt::join(names, ", "));
    }

    /// CLI11 looks for what is missing before it looks at what it does not know, though that says more.
    std::string mistakeIn(const CLI::App& app, const CLI::App& at, const CLI::ParseError& error)
    {
        const auto unknown = at.remaining();
        const bool isAboutWords = error.get_name() == "RequiredError" || error.get_name() == "ExtrasError";
        if (!isAboutWords || (unknown.empty() && &at != &app))
            return error.what();
        if (unknown.empty())
            return fmt::format("expected a command: {}", commandNames(app));
        if (unknown.front().starts_with('-'))
            return fmt::format("unknown option {}", unknown.front());
        if (&at == &app)
            return fmt::format("unknown command {}; there are {}", unknown.front(), commandNames(app));
        return fmt::format("unexpected argument {}", unknown.front());
    }

    /// Help and version are answers, all else is a mistake in the command line.
    int reportParse(const CLI::App& app, const CLI::ParseError& error, const Terminal& terminal)
    {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return app.exit(error, terminal.out, terminal.progress);
        const auto chosen = app.get_subcommands();
        const CLI::App& at = chosen.empty() ? app : *chosen.front();
        const std::string name = chosen.empty() ? "netwright-cli" : "netwright-cli " + at.get_name();
        if (chosen.empty() && app.remaining().empty())
            terminal.progress << app.help() << '\n';
        terminal.progress << fmt::format("error: {}: {}; see {} --help\n", name, mistakeIn(app, at, error),
                                         name);
        return 1;
    }

    Result<Ended> perform(const Action& action, const Terminal& terminal)
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
    const auto ended = perform(action, terminal);
    if (!ended) {
        progress << "error: " << ended.error().text() << '\n';
        return 1;
    }
    out.flush();
    if (!out) {
        progress << "error: output: the result could not be written; is the disk full?\n";
        return 1;
    }
    return *ended == Ended::Done ? 0 : 1;
}

void printJson(const Terminal& terminal, const nlohmann::ordered_json& json)
{
    terminal.out << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

} // namespace netwright::cli
