// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/joined.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/block.hpp"
#include "core/network/expand.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace netwright::network {

namespace {
    std::string placeOf(const Network& network) { return fmt::format("network \"{}\"", network.name); }

    bool readsColumn(const Node& node)
    {
        const auto* kind = layers::findLayer(node.layer);
        return kind && kind->category == layers::Category::Data
            && std::ranges::count(kind->parameters, ParameterType::Column, &ParameterSpec::type) > 0;
    }

    Status checkLosses(const Network& network)
    {
        for (const auto& node : network.nodes) {
            const auto* kind = layers::findLayer(node.layer);
            if (kind && kind->category == layers::Category::Loss)
                return fail(
                    placeOf(network),
                    "one of a pair must end in its output, found the loss \"{}\"; remove it, the pair "
                    "has losses of its own",
                    node.name);
        }
        return {};
    }

    Result<Network> expanded(const Network& network)
    {
        auto expansion = runnable(network);
        if (!expansion.owners.empty())
            return fail(placeOf(network),
                        "a network of a pair cannot have blocks that share weights; give each its own");
        if (const auto checked = checkLosses(expansion.network); !checked)
            return failed(checked);
        return std::move(expansion.network);
    }

    NodeId moved(NodeId id, std::int64_t by) { return { id.value + by }; }
} // namespace

Result<PortRef> openOutput(const Network& network)
{
    std::vector<PortRef> open;
    std::vector<std::string> names;
    for (const auto& node : network.nodes) {
        const auto kind = kindOf(network, node.layer);
        for (int port = 0; kind && port < static_cast<int>(kind->outputs.size()); ++port) {
            if (std::ranges::count(network.links, PortRef { node.id, port }, &Link::from) > 0)
                continue;
            open.push_back({ node.id, port });
            names.push_back(node.name);
        }
    }
    if (open.size() != 1)
        return fail(placeOf(network), "expected one layer whose output feeds nothing, found {} ({})",
                    open.size(), fmt::join(names, ", "));
    return open.front();
}

Result<NodeId> soleInput(const Network& network)
{
    const auto count = std::ranges::count_if(network.nodes, readsColumn);
    if (count != 1)
        return fail(placeOf(network), "expected one input, found {}", count);
    return std::ranges::find_if(network.nodes, readsColumn)->id;
}

Result<Joined> joined(const Network& generator, const Network& discriminator)
{
    auto first = expanded(generator);
    if (!first)
        return failed(first);
    const auto second = expanded(discriminator);
    if (!second)
        return failed(second);
    if (std::ranges::any_of(first->nodes, readsColumn))
        return fail(placeOf(generator),
                    "a generator starts from noise; put a noise layer in place of its input");
    const auto made = openOutput(*first);
    if (!made)
        return failed(made);
    const auto seen = soleInput(*second);
    if (!seen)
        return failed(seen);
    if (const auto end = openOutput(*second); !end)
        return failed(end);

    Joined result { .network = *std::move(first), .made = {}, .discriminator = {} };
    auto& network = result.network;
    for (auto& node : network.nodes)
        node.name.insert(0, kGeneratorPrefix);
    result.made = network.find(made->node)->name;
    const auto offset = network.nextId;
    for (auto node : second->nodes) {
        if (node.id == *seen)
            continue;
        node.id = moved(node.id, offset);
        node.name.insert(0, kDiscriminatorPrefix);
        result.discriminator.push_back(node.name);
        network.nodes.push_back(std::move(node));
    }
    for (const auto& [from, to] : second->links)
        network.links.push_back(
            { .from = from.node == *seen ? *made : PortRef { moved(from.node, offset), from.port },
              .to = { moved(to.node, offset), to.port } });
    network.nextId += second->nextId;
    return result;
}

} // namespace netwright::network
