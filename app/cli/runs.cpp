// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/text_table.hpp"
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
                 { "best_epoch", run.bestEpoch },
                 { "seconds", run.outcome.seconds },
                 { "train", metricJson(run.outcome.train) },
                 { "validation", metricJson(run.outcome.validation) },
                 { "test", metricJson(run.outcome.test) } };
    }

    std::string figures(const training::MetricValues& values)
    {
        return values.empty() ? "-" : metricText(values);
    }

    /// The figures are those of the last epoch's weights, as `train` printed them.
    void add(TextTable& lines, const runs::RunInfo& run)
    {
        const auto& outcome = run.outcome;
        lines.add({ run.name, std::string(runs::idOf(run.state)), networkOf(run), run.started,
                    fmt::format("{}", outcome.epochs),
                    run.bestEpoch > 0 ? fmt::format("{}", run.bestEpoch) : "-", clockText(outcome.seconds),
                    figures(outcome.validation), figures(outcome.test) });
    }

    void printAll(const std::vector<runs::RunInfo>& all, const Terminal& terminal)
    {
        auto json = nlohmann::ordered_json::array();
        for (const runs::RunInfo& run : all)
            json.push_back(toJson(run));
        printJson(terminal, json);
    }

    void printTable(const std::vector<runs::RunInfo>& all, const Terminal& terminal)
    {
        TextTable lines({ "run", "state", "network", "started", ">epochs", ">best", ">time",
                          "validation, last epoch", "test, last epoch" });
        for (const runs::RunInfo& run : all)
            add(lines, run);
        if (!all.empty())
            terminal.out << lines.text(0, std::string::npos);
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
        options.isJson ? printAll(*all, terminal) : printTable(*all, terminal);
        if (!options.isJson && all->empty() && unreadable.empty())
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
    whenChosen(*command, action, options, &list);
}

} // namespace netwright::cli
