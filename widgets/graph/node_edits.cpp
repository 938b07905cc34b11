// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/node_edits.hpp"

#include "core/network/block.hpp"
#include "core/network/bypass.hpp"
#include "core/network/room.hpp"
#include "core/network/surgery.hpp"
#include "core/network/wiring.hpp"
#include "widgets/graph/edits.hpp"

#include <algorithm>

namespace netwright::widgets::edits {

using network::Link;
using network::Network;
using network::Node;
using network::NodeId;

namespace {
    /// The links that run between these nodes.
    Selection along(const Network& network, std::set<NodeId> nodes)
    {
        Selection path { .nodes = std::move(nodes), .links = {} };
        for (const auto& link : network.links) {
            if (path.nodes.contains(link.from.node) && path.nodes.contains(link.to.node))
                path.links.insert(link);
        }
        return path;
    }

    bool canBeBypassed(const Node& node) { return network::bypassFault(node).empty(); }
} // namespace

bool fitsOn(const Network& network, NodeId id, const Link& link)
{
    const auto* node = network.find(id);
    const auto kind = node ? network::kindOf(network, node->layer) : nullptr;
    const auto touches = [id](const Link& other) { return other.from.node == id || other.to.node == id; };
    return kind && !kind->inputs.empty() && !kind->outputs.empty() && std::ranges::count(network.links, link)
        && std::ranges::none_of(network.links, touches);
}

Network inserted(Network network, NodeId node, const Link& link)
{
    if (!fitsOn(network, node, link))
        return network;
    if (network::coversAnother(network, node))
        network::placeOn(network, node, link);
    std::erase(network.links, link);
    network.links.push_back({ .from = link.from, .to = { node, 0 } });
    network.links.push_back({ .from = { node, 0 }, .to = link.to });
    return network;
}

Network healed(Network network, const Selection& selection)
{
    network::removeAndHeal(network, selection.nodes);
    return without(std::move(network), { .nodes = {}, .links = selection.links, .notes = selection.notes });
}

Network swapped(Network network, const std::set<NodeId>& nodes, std::string_view layer)
{
    for (const auto node : nodes)
        network::changeKind(network, node, layer);
    return network;
}

Network bypassed(Network network, const std::set<NodeId>& nodes, bool isBypassed)
{
    for (auto& node : network.nodes) {
        if (nodes.contains(node.id) && (!isBypassed || canBeBypassed(node)))
            node.isBypassed = isBypassed;
    }
    return network;
}

std::optional<bool> nextBypass(const Network& network, const std::set<NodeId>& nodes)
{
    bool isAnyEnabled = false;
    bool isAnyBypassed = false;
    for (const auto& node : network.nodes) {
        if (!nodes.contains(node.id))
            continue;
        isAnyBypassed = isAnyBypassed || node.isBypassed;
        isAnyEnabled = isAnyEnabled || (!node.isBypassed && canBeBypassed(node));
    }
    return isAnyEnabled ? std::optional(true) : isAnyBypassed ? std::optional(false) : std::nullopt;
}

Selection upstream(const Network& network, const std::set<NodeId>& nodes)
{
    return along(network, network::Wiring(network).upstream({ nodes.begin(), nodes.end() }));
}

Selection downstream(const Network& network, const std::set<NodeId>& nodes)
{
    return along(network, network::Wiring(network).downstream({ nodes.begin(), nodes.end() }));
}

} // namespace netwright::widgets::edits
