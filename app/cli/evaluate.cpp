// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/open_run.hpp"
#include "core/analysis/evaluation.hpp"
#include "core/tensor/work_threads.hpp"

#include <algorithm>
#include <ostream>

namespace netwright::cli {

namespace {
    struct Options {
        std::filesystem::path project;
        std::string run;
        std::string checkpoint = "best";
        std::string split = "test";
        bool isJson = false;
    };

    nlohmann::ordered_json toJson(const OpenRun& run, const Options& options, const analysis::Report& report)
    {
        nlohmann::ordered_json json { { "run", options.run },
                                      { "checkpoint", options.checkpoint },
                                      { "epochs", run.checkpoint.epoch },
                                      { "rows", report.rows },
                                      { "seconds", report.seconds },
                                      { options.split, metricJson(report.metrics) } };
        if (!report.categories.empty()) {
            json["categories"] = report.categories;
            json["confusion"] = report.confusion;
        }
        return json;
    }

    /// A line a class: how many there are, and how many were taken for what they are.
    void printClasses(const analysis::Report& report, const Terminal& terminal)
    {
        const std::size_t classes = report.categories.size();
        for (std::size_t actual = 0; actual < classes; ++actual) {
            std::int64_t rows = 0;
            for (std::size_t predicted = 0; predicted < classes; ++predicted)
                rows += report.confusion[actual * classes + predicted];
            const auto right = report.confusion[actual * classes + actual];
            terminal.out << fmt::format("  {:<20}{:>8} of {:>8} right\n", report.categories[actual],
                                        grouped(right), grouped(rows));
        }
    }

    Status evaluate(const Options& options, const Terminal& terminal)
    {
        const auto part = data::partFromId(options.split);
        if (!part)
            return failed(part);
        const auto run = openRun(options.project, options.run, options.checkpoint);
        if (!run)
            return failed(run);
        const auto report = analysis::evaluate(run->network, *run->dataset, *part, run->checkpoint.parameters,
                                               std::min(run->info.threads, tensor::threadsFor(0)));
        if (!report)
            return failed(report);
        if (options.isJson) {
            printJson(terminal, toJson(*run, options, *report));
            return {};
        }
        terminal.out << fmt::format("{:<12}{}  ({} samples, checkpoint {})\n", options.split,
                                    metricText(report->metrics), grouped(report->rows), options.checkpoint);
        printClasses(*report, terminal);
        return {};
    }
} // namespace

void addEvaluate(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command
        = app.add_subcommand("evaluate", "Measures a checkpoint of a run on one part of its data.");
    command->add_option("PROJECT", options->project, "The project file, NAME.netwright.")->required();
    command->add_option("--run", options->run, "Which run.")->required();
    command->add_option("--checkpoint", options->checkpoint, "best, last or the number of an epoch.")
        ->capture_default_str();
    command->add_option("--split", options->split, "train, validation or test.")->capture_default_str();
    command->add_flag("--json", options->isJson, "Print the result as one line of JSON.");
    command->callback([options, &action] {
        action = [options](const Terminal& terminal) { return evaluate(*options, terminal); };
    });
}

} // namespace netwright::cli
