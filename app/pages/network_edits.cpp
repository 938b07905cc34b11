// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_edits.hpp"

#include <algorithm>

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
} // namespace

std::string freeNetworkName(const Project& project, const std::string& wanted)
{
    auto name = wanted;
    for (int number = 2; project.network(name); ++number)
        name = fmt::format("{} {}", wanted, number);
    return name;
}

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

} // namespace netwright::pages
