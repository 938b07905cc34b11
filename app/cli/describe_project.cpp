// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.hpp"

#include "app/cli/numbers.hpp"
#include "app/cli/text_table.hpp"
#include "core/network/advice.hpp"
#include "core/project/project.hpp"

#include <map>
#include <memory>

namespace netwright::cli {

namespace {
    using Json = nlohmann::ordered_json;
    using OpenDatasets = std::map<std::string, std::shared_ptr<const data::Dataset>>;

    std::string_view idOf(tensor::ColumnType type)
    {
        switch (type) {
        case tensor::ColumnType::Image:
            return "image";
        case tensor::ColumnType::Vector:
            return "vector";
        case tensor::ColumnType::Number:
            return "number";
        case tensor::ColumnType::Category:
            return "category";
        case tensor::ColumnType::Sequence:
            return "sequence";
        }
        return "";
    }

    std::string detailOf(const tensor::Column& column)
    {
        if (column.type == tensor::ColumnType::Category)
            return fmt::format("{} classes", column.categories.size());
        if (column.type == tensor::ColumnType::Sequence)
            return fmt::format("{} ids below {}", tensor::toText(column.shape), column.vocabulary);
        return tensor::toText(column.shape);
    }

    void addDataset(Description& description, const data::DatasetSpec& spec, const data::Dataset& dataset)
    {
        Json json { { "name", spec.name }, { "source", spec.source } };
        description.text += fmt::format("dataset \"{}\" ({})\n", spec.name, spec.source);
        for (const auto part : { data::Part::Train, data::Part::Validation, data::Part::Test }) {
            const auto rows = std::ssize(dataset.rows(part));
            json["rows"][data::idOf(part)] = rows;
            description.text += fmt::format("  {:<12}{:>10} rows\n", data::idOf(part), grouped(rows));
        }
        for (const auto& column : dataset.signature().columns) {
            json["columns"].push_back({ { "name", column.name },
                                        { "type", idOf(column.type) },
                                        { "shape", column.shape.sizes() },
                                        { "categories", column.categories } });
            if (column.type == tensor::ColumnType::Sequence)
                json["columns"].back()["vocabulary"] = column.vocabulary;
            description.text
                += fmt::format("  column \"{}\": {}, {}\n", column.name, idOf(column.type), detailOf(column));
        }
        description.json["datasets"].push_back(json);
    }

    OpenDatasets addDatasets(Description& description, const project::Project& project,
                             const std::filesystem::path& folder)
    {
        OpenDatasets datasets;
        description.json["datasets"] = Json::array();
        for (const data::DatasetSpec& spec : project.datasets) {
            auto dataset = data::Dataset::open(spec, folder);
            if (dataset) {
                addDataset(description, spec, **dataset);
                datasets.emplace(spec.name, *std::move(dataset));
                continue;
            }
            const std::string problem = dataset.error().text();
            description.text
                += fmt::format("dataset \"{}\" ({})\n  problem: {}\n", spec.name, spec.source, problem);
            description.json["datasets"].push_back(
                { { "name", spec.name }, { "source", spec.source }, { "problem", problem } });
            description.problem = failed(dataset);
        }
        return datasets;
    }

    std::string shapesText(const std::vector<tensor::Shape>& shapes)
    {
        std::string text;
        for (const auto& shape : shapes)
            text += (text.empty() ? "" : ", ") + tensor::toText(shape);
        return text.empty() ? "-" : text;
    }

    Json costJson(const layers::Cost& cost)
    {
        return { { "parameters", cost.parameters },
                 { "multiply_adds", cost.multiplyAdds },
                 { "activation_bytes", cost.activationBytes } };
    }

    void addNode(TextTable& lines, Json& nodes, const network::Node& node, const network::NodeFacts* facts)
    {
        Json json { { "name", node.name }, { "layer", node.layer } };
        json["outputs"] = Json::array();
        if (facts != nullptr) {
            for (const auto& shape : facts->outputs)
                json["outputs"].push_back(shape.sizes());
            json["cost"] = costJson(facts->cost);
        }
        nodes.push_back(json);
        lines.add({ node.name, node.layer, facts == nullptr ? "?" : shapesText(facts->outputs),
                    facts == nullptr ? "" : grouped(facts->cost.parameters),
                    facts == nullptr ? "" : grouped(facts->cost.multiplyAdds) });
    }

    Json addProblems(Description& description, const char* label,
                     const std::vector<network::Problem>& problems)
    {
        auto json = Json::array();
        for (const auto& problem : problems) {
            description.text += fmt::format("  {}: {}\n", label, problem.message);
            json.push_back(problem.message);
        }
        return json;
    }

    void addNetwork(Description& description, const network::Network& network, const data::Dataset* dataset)
    {
        const network::TrainingData data { .columns = dataset ? &dataset->signature() : nullptr,
                                           .rows
                                           = dataset ? std::ssize(dataset->rows(data::Part::Train)) : 0 };
        const auto analysis = network::analyse(network, data.columns);
        description.text += fmt::format(
            "network \"{}\" on dataset \"{}\": {} parameters, {} multiply-adds a sample\n", network.name,
            network.dataset, grouped(analysis.total.parameters), grouped(analysis.total.multiplyAdds));
        TextTable lines({ "node", "layer", "output", ">parameters", ">multiply-adds" });
        auto nodes = Json::array();
        for (const network::NodeId id : analysis.order)
            if (const network::Node* node = network.find(id))
                addNode(lines, nodes, *node, analysis.factsOf(id));
        description.text += lines.text(2, std::string::npos);
        const auto problems = addProblems(description, "problem", analysis.problems);
        const auto warnings = addProblems(description, "warning", network::advise(network, analysis, data));
        description.json["networks"].push_back({ { "name", network.name },
                                                 { "dataset", network.dataset },
                                                 { "cost", costJson(analysis.total) },
                                                 { "nodes", nodes },
                                                 { "problems", problems },
                                                 { "warnings", warnings } });
    }

    void addRecipe(Description& description, const training::Recipe& recipe)
    {
        description.text += fmt::format(
            "recipe \"{}\" for {}: {}, batch {}{}, {} epochs, seed {}\n", recipe.name,
            recipe.network.empty() ? "any network" : "\"" + recipe.network + "\"", recipe.optimiser.kind,
            recipe.batch, recipe.accumulate > 1 ? fmt::format(" x {}", recipe.accumulate) : "", recipe.epochs,
            recipe.seed);
        Json json { { "name", recipe.name } };
        json.update(training::toJson(recipe));
        description.json["recipes"].push_back(json);
    }
} // namespace

Result<Description> describeProject(const std::filesystem::path& file)
{
    const auto project = project::load(file);
    if (!project)
        return failed(project);
    Description description;
    description.json["description"] = project->description;
    if (!project->description.empty())
        description.text = project->description + "\n";
    const auto datasets = addDatasets(description, *project, file.parent_path());
    description.json["networks"] = Json::array();
    for (const auto& network : project->networks) {
        const auto dataset = datasets.find(network.dataset);
        addNetwork(description, network, dataset == datasets.end() ? nullptr : dataset->second.get());
    }
    description.json["recipes"] = Json::array();
    for (const auto& recipe : project->recipes)
        addRecipe(description, recipe);
    return description;
}

} // namespace netwright::cli
