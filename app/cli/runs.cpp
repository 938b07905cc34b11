// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/numbers.hpp"
#include "core/runs/run.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    struct Options {
        std::filesystem::path project;
        bool isJson = false;
    };

    std::string networkOf(const runs::RunInfo& run)
    {
        return run.snapshot.networks.empty() ? "" : run.snapshot.networks.front().name;
    }

    nlohmann::ordered_json toJson(const runs::RunInfo& run)
    {
        return { { "run", run.name },
                 { "state", runs::idOf(run.state) },
                 { "network", networkOf(run) },
                 { "started", run.started },
                 { "epochs", run.outcome.epochs },
                 { "seconds", run.outcome.seconds },
                 { "train", metricJson(run.outcome.train) },
                 { "validation", metricJson(run.outcome.validation) },
                 { "test", metricJson(run.outcome.test) } };
    }

    void print(const runs::RunInfo& run, const Terminal& terminal)
    {
        const auto& values = run.outcome.test.empty() ? run.outcome.validation : run.outcome.test;
        const std::string figures
            = values.empty() ? "" : (run.outcome.test.empty() ? "validation " : "test ") + metricText(values);
        terminal.out << fmt::format("{:<20} {:<12} {:<14} {}  {:>3} epochs  {:>8}  {}\n", run.name,
                                    runs::idOf(run.state), networkOf(run), run.started, run.outcome.epochs,
                                    clockText(run.outcome.seconds), figures);
    }

    Status list(const Options& options, const Terminal& terminal)
    {
        // A typing error must not look like a project without runs.
        if (const auto project = project::load(options.project); !project)
            return failed(project);
        std::vector<Error> unreadable;
        const auto all = runs::listRuns(project::runsFolder(options.project), &unreadable);
        if (!all)
            return failed(all);
        auto json = nlohmann::ordered_json::array();
        for (const runs::RunInfo& run : *all)
            options.isJson ? json.push_back(toJson(run)) : print(run, terminal);
        if (options.isJson)
            printJson(terminal, json);
        else if (all->empty() && unreadable.empty())
            terminal.progress << "no runs yet; netwright-cli train makes one\n";
        for (const Error& error : unreadable)
            terminal.progress << "a run cannot be read: " << error.text() << '\n';
        return {};
    }
} // namespace

void addRuns(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("runs", "Lists the runs of a project, newest first.");
    command->add_option("PROJECT", options->project, "The project file, NAME.netwright.")->required();
    command->add_flag("--json", options->isJson, "Print them as one line of JSON.");
    command->callback([options, &action] {
        action = [options](const Terminal& terminal) { return list(*options, terminal); };
    });
}

} // namespace netwright::cli
