// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/surgery.hpp"

#include "core/network/block.hpp"
#include "core/network/wiring.hpp"

#include <algorithm>
#include <optional>

namespace netwright::network {

namespace {
    /// "conv2d_3" of a conv2d.
    bool isNameOfKind(const Node& node)
    {
        const std::string_view name = node.name;
        return name.starts_with(node.layer + "_")
            && name.substr(node.layer.size() + 1).find_first_not_of("0123456789") == name.npos;
    }

    /// Moves `below` and all that it feeds down until a row is free between `above` and it.
    void makeRoom(Network& network, NodeId above, NodeId below)
    {
        const auto shift = network.find(above)->position.y + 2 * kRowHeight - network.find(below)->position.y;
        const bool isBelow = network.find(below)->position.y > network.find(above)->position.y;
        if (shift <= 0 || !isBelow) // upwards or sideways there is no next row
            return;
        const auto following = Wiring(network).downstream({ below });
        for (auto& node : network.nodes) {
            if (following.contains(node.id))
                node.position.y += shift;
        }
    }
} // namespace

NodeId insertOn(Network& network, const Link& link, std::string_view layer)
{
    makeRoom(network, link.from.node, link.to.node);
    const auto above = network.find(link.from.node)->position;
    const auto below = network.find(link.to.node)->position;
    const auto x = (above.x + below.x) / 2;
    const auto id
        = network.add(layer, { x, below.y > above.y ? below.y - kRowHeight : above.y + kRowHeight });
    std::erase(network.links, link);
    network.links.push_back({ .from = link.from, .to = { id, 0 } });
    network.links.push_back({ .from = { id, 0 }, .to = link.to });
    return id;
}

void removeAndHeal(Network& network, NodeId id)
{
    const auto fed = std::ranges::find(network.links, PortRef { id, 0 }, &Link::to);
    const auto source = fed == network.links.end() ? std::nullopt : std::optional(fed->from);
    if (source) {
        for (auto& link : network.links) {
            if (link.from.node == id)
                link.from = *source;
        }
    }
    network.remove(id);
}

void removeAll(Network& network, const std::set<NodeId>& nodes)
{
    std::erase_if(network.links, [&nodes](const Link& link) {
        return nodes.contains(link.from.node) || nodes.contains(link.to.node);
    });
    std::erase_if(network.nodes, [&nodes](const Node& node) { return nodes.contains(node.id); });
    for (auto& group : network.groups)
        std::erase_if(group.nodes, [&nodes](NodeId id) { return nodes.contains(id); });
    std::erase_if(network.groups, [](const Group& group) { return group.nodes.empty(); });
}

void changeKind(Network& network, NodeId id, std::string_view layer)
{
    auto& node = *network.find(id);
    const auto kind = kindOf(network, layer);
    ParameterValues values(kind->parameters);
    for (const auto& spec : kind->parameters) {
        const auto old = node.parameters.all().find(spec.id);
        if (old != node.parameters.all().end() && checkValue(spec, old->second))
            values.set(spec.id, old->second);
    }
    if (isNameOfKind(node))
        node.name = network.freeName(layer);
    node.layer = layer;
    node.parameters = std::move(values);
    std::erase_if(network.links, [&](const Link& link) {
        return (link.to.node == id && link.to.port >= std::ssize(kind->inputs))
            || (link.from.node == id && link.from.port >= std::ssize(kind->outputs));
    });
}

} // namespace netwright::network
