// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/run_options.hpp"
#include "core/analysis/evaluation.hpp"
#include "core/analysis/sample_file.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    struct Options : RunOptions {
        std::vector<std::filesystem::path> files;
    };

    std::string text(const analysis::Prediction& prediction)
    {
        if (!prediction.category.empty())
            return fmt::format("{}\t{:.2f} %", prediction.category, 100 * prediction.probability);
        return fmt::format("{:.6g}", fmt::join(prediction.values, "\t"));
    }

    nlohmann::ordered_json toJson(const std::string& name, const analysis::Prediction& prediction)
    {
        nlohmann::ordered_json json { { "sample", name } };
        if (!prediction.category.empty()) {
            json["category"] = prediction.category;
            json["probability"] = prediction.probability;
        }
        json["values"] = prediction.values;
        return json;
    }

    /// One line a sample, named after its file and, in a table, the line there: "table.csv:3".
    Status predictFile(const runs::OpenRun& run, const std::filesystem::path& file, bool isJson,
                       const Terminal& terminal)
    {
        const auto read = analysis::readSamples(file, *run.dataset, run.network);
        if (!read)
            return failed(read);
        for (const std::string& notice : read->notices)
            terminal.progress << notice << '\n';
        const auto predictions
            = analysis::predict(run.network, *run.dataset, run.checkpoint.parameters, read->samples);
        if (!predictions)
            return fail(file.string(), "{}", predictions.error().text());
        for (std::size_t i = 0; i < predictions->size(); ++i) {
            const std::string name
                = read->lines.empty() ? file.string() : fmt::format("{}:{}", file.string(), read->lines[i]);
            if (isJson)
                printJson(terminal, toJson(name, (*predictions)[i]));
            else
                terminal.out << name << '\t' << text((*predictions)[i]) << '\n';
        }
        return {};
    }

    Status predict(const Options& options, const Terminal& terminal)
    {
        const auto run = openRun(options);
        if (!run)
            return failed(run);
        terminal.progress << "checkpoint " << checkpointText(*run, options.checkpoint) << '\n';
        for (const auto& file : options.files)
            if (const Status done = predictFile(*run, file, options.isJson, terminal); !done)
                return done;
        return {};
    }
} // namespace

void addPredict(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command
        = app.add_subcommand("predict", "Says what a trained network makes of images or table rows.");
    addRunOptions(*command, *options);
    addCheckpointOption(*command, *options);
    command->add_option("FILE", options->files, "Images, or CSV files with the columns of the training data.")
        ->required();
    whenChosen(*command, action, options, &predict);
}

} // namespace netwright::cli
