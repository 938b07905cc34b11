// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_edits.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <algorithm>
#include <ranges>

namespace netwright::pages {

using project::Project;

namespace {
    void redirectRecipes(Project& project, const std::string& from, const std::string& to)
    {
        for (auto& recipe : project.recipes) {
            if (recipe.network == from)
                recipe.network = to;
        }
    }

    /// Whether a node could work with a column if all else were right: its prediction, of a loss, then has a
    /// value per class or per number.
    bool takes(const layers::LayerKind& kind, ParameterValues parameters, const std::string& id,
               const tensor::Column& column, const tensor::Signature& data)
    {
        parameters.set(id, column.name);
        const auto values = column.type == tensor::ColumnType::Category
            ? tensor::Shape { static_cast<std::int64_t>(column.categories.size()) }
            : column.shape.rank() == 0 ? tensor::Shape { 1 }
                                       : column.shape;
        const std::vector<tensor::Shape> inputs(kind.inputs.size(), values);
        return kind.inferShape({ parameters, inputs, data }).has_value();
    }

    void fitColumns(network::Node& node, const tensor::Signature& data)
    {
        const auto* kind = layers::findLayer(node.layer);
        if (!kind)
            return;
        for (const auto& spec : kind->parameters) {
            if (spec.type != ParameterType::Column || data.find(node.parameters.text(spec.id)))
                continue;
            auto fitting = data.columns | std::views::filter([&](const auto& column) {
                               return takes(*kind, node.parameters, spec.id, column, data);
                           });
            std::vector<std::string> names;
            for (const auto& column : fitting)
                names.push_back(column.name);
            if (!names.empty())
                node.parameters.set(spec.id,
                                    kind->category == layers::Category::Loss ? names.back() : names.front());
        }
    }
} // namespace

Project withNewNetwork(Project project, const std::string& name, const std::string& dataset)
{
    auto& network = project.networks.emplace_back();
    network.name = name;
    network.dataset = dataset;
    return project;
}

Project withCopiedNetwork(Project project, const std::string& name, const std::string& copy)
{
    auto network = *project.network(name);
    network.name = copy;
    const auto original = std::ranges::find(project.networks, name, &network::Network::name);
    project.networks.insert(std::next(original), std::move(network));
    return project;
}

Project withRenamedNetwork(Project project, const std::string& name, const std::string& next)
{
    std::ranges::find(project.networks, name, &network::Network::name)->name = next;
    redirectRecipes(project, name, next);
    return project;
}

Project withoutNetwork(Project project, const std::string& name)
{
    std::erase_if(project.networks,
                  [&name](const network::Network& network) { return network.name == name; });
    redirectRecipes(project, name, {});
    return project;
}

Project withNetwork(Project project, const network::Network& network)
{
    *std::ranges::find(project.networks, network.name, &network::Network::name) = network;
    return project;
}

network::Network withFittingColumns(network::Network after, const network::Network& before,
                                    const tensor::Signature& data)
{
    for (auto& node : after.nodes) {
        if (!before.find(node.id))
            fitColumns(node, data);
    }
    return after;
}

} // namespace netwright::pages
