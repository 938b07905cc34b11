// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_edits.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fitting_columns.hpp"

#include <algorithm>

namespace netwright::pages {

using project::Project;

namespace {
    /// `to` is empty where the network goes: a recipe is then for any one, and no longer for a pair.
    void redirectRecipes(Project& project, const std::string& from, const std::string& to)
    {
        for (auto& recipe : project.recipes) {
            if (to.empty() && (recipe.network == from || recipe.generator == from))
                recipe.generator.clear();
            if (recipe.network == from)
                recipe.network = to;
            if (recipe.generator == from)
                recipe.generator = to;
        }
    }

    void fitColumns(network::Node& node, const tensor::Signature& data)
    {
        const auto* kind = layers::findLayer(node.layer);
        if (!kind) // or a block, whose columns its definition chooses
            return;
        for (const auto& spec : kind->parameters) {
            if (spec.type != ParameterType::Column || data.find(node.parameters.text(spec.id)))
                continue;
            const auto names = network::fittingColumns(*kind, node.parameters, spec.id, data);
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

Project withNetwork(Project project, network::Network network)
{
    *std::ranges::find(project.networks, network.name, &network::Network::name) = std::move(network);
    return project;
}

bool computesTheSame(const network::Network& left, const network::Network& right)
{
    const auto isSame = [](const network::Node& a, const network::Node& b) {
        return a.id == b.id && a.name == b.name && a.layer == b.layer && a.parameters == b.parameters
            && a.isBypassed == b.isBypassed;
    };
    return left.name == right.name && left.dataset == right.dataset && left.links == right.links
        && left.blocks == right.blocks && std::ranges::equal(left.nodes, right.nodes, isSame);
}

network::Network withFittingColumns(network::Network after, const network::Network& before,
                                    const tensor::Signature& data)
{
    for (auto& node : after.nodes) {
        if (node.id.value >= before.nextId)
            fitColumns(node, data);
    }
    return after;
}

} // namespace netwright::pages
