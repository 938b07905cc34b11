// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/run_options.hpp"
#include "core/analysis/evaluation.hpp"
#include "core/tensor/work_threads.hpp"

#include <algorithm>
#include <ostream>

namespace netwright::cli {

namespace {
    struct Options : RunOptions {
        std::string split = "test";
    };

    nlohmann::ordered_json toJson(const runs::OpenRun& run, const Options& options,
                                  const analysis::Report& report)
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
        const auto run = openRun(options);
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
        terminal.out << fmt::format("checkpoint  {}\n{:<12}{}  ({} samples)\n",
                                    checkpointText(*run, options.checkpoint), options.split,
                                    metricText(report->metrics), grouped(report->rows));
        printClasses(*report, terminal);
        return {};
    }
} // namespace

void addEvaluate(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command
        = app.add_subcommand("evaluate", "Measures a checkpoint of a run on one part of its data.");
    addRunOptions(*command, *options);
    addCheckpointOption(*command, *options);
    command->add_option("--split", options->split, "train, validation or test.")->capture_default_str();
    whenChosen(*command, action, options, &evaluate);
}

} // namespace netwright::cli
