// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/surgery.hpp"

#include "core/network/block.hpp"
#include "core/network/wiring.hpp"

#include <algorithm>
#include <optional>

namespace netwright::network {

namespace {
    constexpr double kRowHeight = 104; ///< from the middle of a node to that of the next below it
    constexpr double kColumnWidth = 320; ///< ... and to the next at its right

    /// "conv2d_3" of a conv2d.
    bool isNameOfKind(const Node& node)
    {
        const std::string_view name = node.name;
        return name.starts_with(node.layer + "_")
            && name.substr(node.layer.size() + 1).find_first_not_of("0123456789") == name.npos;
    }

    double distanceOf(Flow flow) { return flow == Flow::Down ? kRowHeight : kColumnWidth; }

    /// Moves `next` and all that it feeds on until a place is free between `before` and it.
    void makeRoom(Network& network, NodeId before, NodeId next)
    {
        const auto flow = network.flow;
        const auto gap = placeAlong(flow, network.find(next)->position)
            - placeAlong(flow, network.find(before)->position);
        const auto missing = 2 - gap / distanceOf(flow);
        if (missing <= 0 || gap <= 0) // against the flow or sideways there is no place between
            return;
        const auto following = Wiring(network).downstream({ next });
        for (auto& node : network.nodes) {
            if (following.contains(node.id))
                node.position = movedAlong(flow, node.position, missing);
        }
    }
    /// The place for a node between the ends of a link; what follows moves on where there is none.
    Position placeOn(Network& network, const Link& link)
    {
        makeRoom(network, link.from.node, link.to.node);
        const auto flow = network.flow;
        const auto before = network.find(link.from.node)->position;
        const auto next = network.find(link.to.node)->position;
        const Position middle { (before.x + next.x) / 2, (before.y + next.y) / 2 };
        const auto end = placeAlong(flow, next) > placeAlong(flow, before) ? movedAlong(flow, next, -1)
                                                                           : movedAlong(flow, before, 1);
        return flow == Flow::Down ? Position { middle.x, end.y } : Position { end.x, middle.y };
    }

    void putOn(Network& network, const Link& link, NodeId id)
    {
        std::erase(network.links, link);
        network.links.push_back({ .from = link.from, .to = { id, 0 } });
        network.links.push_back({ .from = { id, 0 }, .to = link.to });
    }

    /// What the node fed is fed by what fed its first input.
    void passBy(Network& network, NodeId id)
    {
        const auto fed = std::ranges::find(network.links, PortRef { id, 0 }, &Link::to);
        if (fed == network.links.end())
            return;
        const auto source = fed->from;
        for (auto& link : network.links) {
            if (link.from.node == id)
                link.from = source;
        }
    }
} // namespace

double placeAlong(Flow flow, Position position) { return flow == Flow::Down ? position.y : position.x; }

Position movedAlong(Flow flow, Position position, double places)
{
    const auto distance = places * distanceOf(flow);
    return flow == Flow::Down ? Position { position.x, position.y + distance }
                              : Position { position.x + distance, position.y };
}

NodeId insertOn(Network& network, const Link& link, std::string_view layer)
{
    const auto id = network.add(layer, placeOn(network, link));
    putOn(network, link, id);
    return id;
}

void moveOnto(Network& network, NodeId id, const Link& link)
{
    passBy(network, id);
    std::erase_if(network.links, [id](const Link& other) { return other.to.node == id; });
    network.find(id)->position = placeOn(network, link);
    putOn(network, link, id);
}

void removeAndHeal(Network& network, NodeId id)
{
    passBy(network, id);
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
