// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "core/network/analysis.hpp"
#include "core/project/starting_point.hpp"

#include <ostream>
#include <system_error>

namespace netwright::cli {

namespace {
    struct Options {
        std::filesystem::path project;
        std::filesystem::path data;
        std::filesystem::path labels; ///< of IDX images
        std::filesystem::path testData;
        std::filesystem::path testLabels;
        std::string target;
        std::string targetType = "auto";
        bool dropsMissing = false;
        bool isJson = false;

        [[nodiscard]] bool isIdx() const { return !labels.empty(); }
    };

    Status check(const Options& options)
    {
        const std::string file = options.project.string();
        std::error_code code;
        if (options.project.extension() != ".netwright")
            return fail(file, "expected a name that ends with .netwright; choose another");
        if (std::filesystem::exists(options.project, code))
            return fail(file, "there is already such a file; choose another name or remove it");
        if (options.isIdx() && (!options.target.empty() || options.dropsMissing))
            return fail(file, "--target and --drop-missing are for tables; IDX images have --labels");
        if (!options.isIdx() && !(options.testData.empty() && options.testLabels.empty()))
            return fail(file, "--test-data and --test-labels are for IDX images, which have --labels");
        return {};
    }

    data::DatasetSpec specOf(const Options& options)
    {
        const auto& namedAfter = options.isIdx() ? options.project : options.data;
        data::DatasetSpec spec { .name = namedAfter.stem().string(),
                                 .source = options.isIdx() ? "idx" : "csv",
                                 .parameters = {},
                                 .split = {} };
        spec.parameters = ParameterValues(data::findSource(spec.source)->parameters);
        const auto setFile = [&](const char* id, const std::filesystem::path& file) {
            if (!file.empty())
                spec.parameters.set(id, project::dataPath(file, options.project));
        };
        if (options.isIdx()) {
            setFile("images", options.data);
            setFile("labels", options.labels);
            setFile("test_images", options.testData);
            setFile("test_labels", options.testLabels);
            return spec;
        }
        setFile("file", options.data);
        spec.parameters.set("target", options.target);
        spec.parameters.set("target_type", options.targetType);
        spec.parameters.set("missing", std::string(options.dropsMissing ? "drop" : "error"));
        spec.normalisation = data::Normalisation::Standard;
        return spec;
    }

    /// A project of one dataset, one network and one recipe, checked: it can be trained as it is.
    Result<project::Project> build(const Options& options)
    {
        const auto dataset = data::Dataset::open(specOf(options), options.project.parent_path());
        if (!dataset)
            return failed(dataset);
        auto network = project::startingNetwork("network-1", **dataset);
        if (!network)
            return failed(network);
        if (const auto analysis = network::analyse(*network, &(*dataset)->signature());
            !analysis.isTrainable())
            return fail("network \"network-1\"", "{}", analysis.problems.front().message);
        project::Project project;
        project.datasets = { (*dataset)->spec() };
        project.recipes = { project::startingRecipe(*network, **dataset) };
        project.networks = { *std::move(network) };
        return project;
    }

    Status makeNew(const Options& options, const Terminal& terminal)
    {
        if (const Status checked = check(options); !checked)
            return checked;
        const auto project = build(options);
        if (!project)
            return failed(project);
        if (const Status saved = project::save(*project, options.project); !saved)
            return saved;
        const std::string& network = project->networks.front().name;
        if (options.isJson)
            printJson(terminal,
                      { { "project", options.project.string() },
                        { "dataset", project->datasets.front().name },
                        { "network", network },
                        { "recipe", project->recipes.front().name } });
        else
            terminal.out << fmt::format("{}: dataset \"{}\", network \"{}\" and a recipe of {} epochs\n",
                                        options.project.string(), project->datasets.front().name, network,
                                        project->recipes.front().epochs);
        return {};
    }
} // namespace

void addNew(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "new", "Makes a project from data: the dataset, a small network that fits it, and a recipe.");
    command->add_option("PROJECT", options->project, "The project file to make, NAME.netwright.")->required();
    command->add_option("--data", options->data, "A CSV table, or with --labels an IDX file of images.")
        ->required();
    command->add_option("--target", options->target, "The column of the table to predict; else the last.");
    command->add_option("--target-type", options->targetType, "auto, category or number.")
        ->check(CLI::IsMember({ "auto", "category", "number" }))
        ->capture_default_str();
    command->add_flag("--drop-missing", options->dropsMissing, "Leave out rows where a value is missing.");
    command->add_option("--labels", options->labels, "The IDX file of the images' labels.");
    command->add_option("--test-data", options->testData,
                        "The IDX file of the test images, if there is one.");
    command->add_option("--test-labels", options->testLabels, "The IDX file of their labels.");
    command->add_flag("--json", options->isJson, "Print the result as one line of JSON.");
    whenChosen(*command, action, options, &makeNew);
}

} // namespace netwright::cli
