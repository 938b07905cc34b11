// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/open_run.hpp"
#include "core/analysis/evaluation.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    struct Options {
        std::filesystem::path project;
        std::string run;
        std::string checkpoint = "best";
        std::vector<std::filesystem::path> files;
        bool isJson = false;
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

    /// One line a sample; "table.csv:3" where a file has several.
    Status predictFile(const OpenRun& run, const std::filesystem::path& file, bool isJson,
                       const Terminal& terminal)
    {
        const auto samples = analysis::readSamples(file, *run.dataset, run.network);
        if (!samples)
            return failed(samples);
        const auto predictions
            = analysis::predict(run.network, *run.dataset, run.checkpoint.parameters, *samples);
        if (!predictions)
            return fail(file.string(), "{}", predictions.error().text());
        for (std::size_t i = 0; i < predictions->size(); ++i) {
            const std::string name
                = predictions->size() == 1 ? file.string() : fmt::format("{}:{}", file.string(), i + 1);
            if (isJson)
                printJson(terminal, toJson(name, (*predictions)[i]));
            else
                terminal.out << name << '\t' << text((*predictions)[i]) << '\n';
        }
        return {};
    }

    Status predict(const Options& options, const Terminal& terminal)
    {
        const auto run = openRun(options.project, options.run, options.checkpoint);
        if (!run)
            return failed(run);
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
    command->add_option("PROJECT", options->project, "The project file, NAME.netwright.")->required();
    command->add_option("--run", options->run, "Which run.")->required();
    command->add_option("--checkpoint", options->checkpoint, "best, last or the number of an epoch.")
        ->capture_default_str();
    command->add_option("FILE", options->files, "Images, or CSV files whose header names the features.")
        ->required();
    command->add_flag("--json", options->isJson, "Print each prediction as one line of JSON.");
    command->callback([options, &action] {
        action = [options](const Terminal& terminal) { return predict(*options, terminal); };
    });
}

} // namespace netwright::cli
