// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/surgery.hpp"

#include "core/network/block.hpp"
#include "core/network/room.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace netwright::network {

namespace {
    /// "conv2d_3" after "conv2d".
    bool isNumbered(std::string_view name, std::string_view stem)
    {
        return name.size() > stem.size() + 1 && name.starts_with(stem) && name[stem.size()] == '_'
            && name.substr(stem.size() + 1).find_first_not_of("0123456789") == name.npos;
    }

    /// Such as the program gives, today or once.
    bool isNameOfKind(const Node& node)
    {
        return isNumbered(node.name, nameStem(node.layer)) || isNumbered(node.name, node.layer);
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

    /// Takes the place of nodes that stood between the ends of links which lead past them now.
    void closeGaps(Network& network, std::vector<Link> before, const std::vector<Position>& gone)
    {
        constexpr std::size_t kMost = 100; ///< more would take too long: then the gaps stay
        const auto flow = network.flow;
        const auto placeOf = [&](NodeId id) { return placeAlong(flow, network.find(id)->position); };
        auto after = network.links;
        std::ranges::sort(before);
        std::ranges::sort(after);
        std::vector<Link> healed;
        std::ranges::set_difference(after, before, std::back_inserter(healed));
        if (healed.size() > kMost)
            return;
        std::ranges::sort(healed, std::greater(), [&](const Link& link) { return placeOf(link.to.node); });
        for (const auto& [from, to] : healed) { // what is behind first, so that it follows
            const auto first = network.find(from.node)->position;
            const auto last = network.find(to.node)->position;
            const auto stoodBetween = std::ranges::count_if(gone, [&](Position position) {
                return areInLine(flow, first, position) && areInLine(flow, position, last)
                    && placeAlong(flow, first) < placeAlong(flow, position)
                    && placeAlong(flow, position) < placeAlong(flow, last);
            });
            if (stoodBetween > 0)
                pullBack(network, to.node, static_cast<double>(stoodBetween) * rankStep(flow));
        }
    }

    /// Between the ends of the link; where the second one stands, which moves on, if there is no room.
    /// Against the flow or sideways there is none to be made.
    Position roomOn(Network& network, const Link& link)
    {
        const auto flow = network.flow;
        const auto before = network.find(link.from.node)->position;
        const auto next = network.find(link.to.node)->position;
        const auto wanted = movedAlong(flow, before, 1);
        const double gap = placeAlong(flow, next) - placeAlong(flow, before);
        if (gap <= 0)
            return wanted;
        if (gap < 2 * rankStep(flow)) {
            pushTo(network, link.to.node, placeAlong(flow, before) + 2 * rankStep(flow));
            return movedAlong(flow, network.find(link.to.node)->position, -1);
        }
        const auto end = movedAlong(flow, next, -1);
        return flow == Flow::Down ? Position { (before.x + next.x) / 2, end.y }
                                  : Position { end.x, (before.y + next.y) / 2 };
    }
} // namespace

NodeId insertOn(Network& network, const Link& link, std::string_view layer)
{
    const auto id = network.add(layer, roomOn(network, link));
    putOn(network, link, id);
    return id;
}

void placeOn(Network& network, NodeId id, const Link& link)
{
    network.find(id)->position = network.find(link.from.node)->position; // it needs no room elsewhere
    const auto place = roomOn(network, link);
    network.find(id)->position = place;
}

void moveOnto(Network& network, NodeId id, const Link& link)
{
    passBy(network, id);
    std::erase_if(network.links, [id](const Link& other) { return other.to.node == id; });
    placeOn(network, id, link);
    putOn(network, link, id);
}

void removeAndHeal(Network& network, const std::set<NodeId>& nodes)
{
    auto before = network.links;
    std::vector<Position> gone;
    for (const auto id : nodes) {
        const auto* node = network.find(id);
        if (!node)
            continue;
        gone.push_back(node->position);
        passBy(network, id);
        network.remove(id);
    }
    closeGaps(network, std::move(before), gone);
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
    if (isNameOfKind(node) && !isNumbered(node.name, nameStem(layer)))
        node.name = network.freeName(layer);
    node.layer = layer;
    node.parameters = std::move(values);
    std::erase_if(network.links, [&](const Link& link) {
        return (link.to.node == id && link.to.port >= std::ssize(kind->inputs))
            || (link.from.node == id && link.from.port >= std::ssize(kind->outputs));
    });
}

} // namespace netwright::network
