// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/edits.hpp"

#include "core/network/block_edits.hpp"
#include "core/network/room.hpp"
#include "core/network/surgery.hpp"
#include "widgets/graph/geometry.hpp"

#include <algorithm>
#include <map>

namespace netwright::widgets::edits {

using network::Link;
using network::Network;
using network::Node;
using network::NodeId;
using network::Position;

namespace {
    int inputsOf(const Network& network, const Node& node)
    {
        const auto kind = network::kindOf(network, node.layer);
        return kind ? static_cast<int>(kind->inputs.size()) : 0;
    }

    int outputsOf(const Network& network, const Node& node)
    {
        const auto kind = network::kindOf(network, node.layer);
        return kind ? static_cast<int>(kind->outputs.size()) : 0;
    }

    /// Beside whatever stands in the way, across the flow.
    void stepAside(Network& network, NodeId id)
    {
        auto& position = network.find(id)->position;
        const bool isDown = network.flow == network::Flow::Down;
        for (std::size_t tries = 0; tries < network.nodes.size() && network::coversAnother(network, id);
             ++tries)
            (isDown ? position.x : position.y)
                += geometry::kGap + (isDown ? geometry::kNodeWidth : geometry::kNodeHeight);
    }

    std::vector<Link> linksFrom(const Network& network, NodeId node)
    {
        std::vector<Link> found;
        std::ranges::copy_if(network.links, std::back_inserter(found),
                             [node](const Link& link) { return link.from.node == node; });
        return found;
    }

    /// What links lead to from `nodes`, again and again, along the direction given.
    std::set<NodeId> reached(const Network& network, const std::set<NodeId>& nodes,
                             network::PortRef Link::*near, network::PortRef Link::*far)
    {
        std::multimap<NodeId, NodeId> next;
        for (const auto& link : network.links)
            next.emplace((link.*near).node, (link.*far).node);
        std::set<NodeId> found;
        std::vector<NodeId> open(nodes.begin(), nodes.end());
        while (!open.empty()) {
            const auto [first, last] = next.equal_range(open.back());
            open.pop_back();
            for (auto it = first; it != last; ++it) {
                if (found.insert(it->second).second)
                    open.push_back(it->second);
            }
        }
        return found;
    }

    /// Where `next` stands behind `before` along the flow, it moves on until a place is free between them.
    void makeRoom(Network& network, NodeId before, NodeId next)
    {
        const auto flow = network.flow;
        const auto place = network::placeAlong(flow, network.find(before)->position);
        if (network::placeAlong(flow, network.find(next)->position) > place)
            network::pushTo(network, next, place + 2 * network::rankStep(flow));
    }

    std::set<network::NoteId> copyNotes(Network& network, const Network& part, double dx, double dy)
    {
        std::set<network::NoteId> copies;
        for (auto note : part.notes) {
            note.id = network::NoteId { network.nextId++ };
            note.position = { note.position.x + dx, note.position.y + dy };
            copies.insert(note.id);
            network.notes.push_back(std::move(note));
        }
        return copies;
    }

    void copyGroups(Network& network, const Network& part, const std::map<NodeId, NodeId>& copies)
    {
        for (const auto& group : part.groups) {
            network::Group copy { network::GroupId { network.nextId++ }, group.name, group.colour, {} };
            for (const auto id : group.nodes)
                copy.nodes.insert(copies.at(id));
            network.groups.push_back(std::move(copy));
        }
    }

    std::string freeCopyName(const Network& network, const Node& original)
    {
        return network.find(original.name) ? network.freeName(original.layer) : original.name;
    }
} // namespace

Network moved(Network network, const std::set<NodeId>& nodes, double dx, double dy)
{
    for (auto& node : network.nodes) {
        if (nodes.contains(node.id))
            node.position = { node.position.x + dx, node.position.y + dy };
    }
    return network;
}

Network moved(Network network, const Selection& selection, double dx, double dy)
{
    for (auto& note : network.notes) {
        if (selection.notes.contains(note.id))
            note.position = { note.position.x + dx, note.position.y + dy };
    }
    return moved(std::move(network), selection.nodes, dx, dy);
}

Network without(Network network, const Selection& selection)
{
    std::erase_if(network.links, [&](const Link& link) { return selection.links.contains(link); });
    std::erase_if(network.notes,
                  [&](const network::Note& note) { return selection.notes.contains(note.id); });
    network::removeAll(network, selection.nodes);
    return network;
}

Addition placed(Network network, std::string_view layer, Position position)
{
    const auto id = network.add(layer, position);
    stepAside(network, id);
    return { std::move(network), { id } };
}

Addition placedBelow(Network network, std::string_view layer, NodeId above)
{
    const auto followers = linksFrom(network, above);
    const auto id = network.add(layer, network::movedAlong(network.flow, network.find(above)->position, 1));
    const auto& added = *network.find(id);
    if (outputsOf(network, *network.find(above)) > 0 && inputsOf(network, added) > 0) {
        network.connect({ { above, 0 }, { id, 0 } });
        if (followers.size() == 1 && outputsOf(network, added) > 0) {
            network.connect({ { id, 0 }, followers.front().to });
            makeRoom(network, above, followers.front().to.node);
        }
    }
    stepAside(network, id);
    return { std::move(network), { id } };
}

std::optional<NodeId> openEnd(const Network& network)
{
    std::set<NodeId> feeding;
    for (const auto& link : network.links)
        feeding.insert(link.from.node);
    const Node* last = nullptr;
    for (const auto& node : network.nodes) {
        const auto isFurther = [&] {
            return !last
                || network::placeAlong(network.flow, node.position)
                > network::placeAlong(network.flow, last->position);
        };
        if (!feeding.contains(node.id) && isFurther() && outputsOf(network, node) > 0)
            last = &node;
    }
    return last ? std::optional(last->id) : std::nullopt;
}

std::set<NodeId> descendants(const Network& network, NodeId node)
{
    return descendants(network, std::set { node });
}

std::set<NodeId> ancestors(const Network& network, NodeId node)
{
    return ancestors(network, std::set { node });
}

std::set<NodeId> descendants(const Network& network, const std::set<NodeId>& nodes)
{
    return reached(network, nodes, &Link::from, &Link::to);
}

std::set<NodeId> ancestors(const Network& network, const std::set<NodeId>& nodes)
{
    return reached(network, nodes, &Link::to, &Link::from);
}

std::optional<std::string> refusal(const Network& network, const Link& link)
{
    if (std::ranges::count(network.links, link) > 0)
        return "These two are linked already";
    if (link.from.node == link.to.node)
        return "A layer cannot feed itself";
    if (descendants(network, link.to.node).contains(link.from.node))
        return "This link would close a cycle: data must flow one way";
    return std::nullopt;
}

Network connected(Network network, const Link& link)
{
    network.connect(link);
    return network;
}

Network chained(Network network, const std::set<NodeId>& nodes)
{
    std::vector<Node> chain;
    std::ranges::copy_if(network.nodes, std::back_inserter(chain),
                         [&nodes](const Node& node) { return nodes.contains(node.id); });
    std::ranges::stable_sort(chain, {},
                             [](const Node& node) { return std::pair(node.position.y, node.position.x); });
    for (std::size_t i = 1; i < chain.size(); ++i) {
        const auto& from = chain[i - 1];
        const auto& to = chain[i];
        if (outputsOf(network, from) == 0 || inputsOf(network, to) == 0)
            continue;
        int port = 0; // the first that is free, so that a sum takes its second term beside its first
        while (port + 1 < inputsOf(network, to)
               && std::ranges::count(network.links, network::PortRef { to.id, port }, &Link::to))
            ++port;
        if (const Link link { { from.id, 0 }, { to.id, port } }; !refusal(network, link))
            network.connect(link);
    }
    return network;
}

Network subset(const Network& network, const std::set<NodeId>& nodes)
{
    return subset(network, Selection { .nodes = nodes, .links = {} });
}

Network subset(const Network& network, const Selection& selection)
{
    const auto& nodes = selection.nodes;
    auto part = network;
    std::erase_if(part.nodes, [&](const Node& node) { return !nodes.contains(node.id); });
    std::erase_if(part.links, [&](const Link& link) {
        return !nodes.contains(link.from.node) || !nodes.contains(link.to.node);
    });
    std::erase_if(part.notes, [&](const network::Note& note) { return !selection.notes.contains(note.id); });
    std::erase_if(part.groups,
                  [&](const network::Group& group) { return !std::ranges::includes(nodes, group.nodes); });
    network::dropUnusedBlocks(part);
    return part;
}

Insertion pasted(Network network, Network part, double dx, double dy)
{
    std::map<NodeId, NodeId> copies;
    Insertion result { std::move(network), { .nodes = {}, .links = {} } };
    auto& after = result.network;
    network::takeBlocks(after, part);
    for (const auto& node : part.nodes) {
        auto copy = node;
        copy.name = freeCopyName(after, node);
        copy.id = NodeId { after.nextId++ };
        copy.position = { node.position.x + dx, node.position.y + dy };
        copies.emplace(node.id, copy.id);
        result.added.nodes.insert(copy.id);
        after.nodes.push_back(std::move(copy));
    }
    for (const auto& link : part.links)
        after.links.push_back(
            { { copies.at(link.from.node), link.from.port }, { copies.at(link.to.node), link.to.port } });
    result.added.notes = copyNotes(after, part, dx, dy);
    copyGroups(after, part, copies);
    return result;
}

} // namespace netwright::widgets::edits
