// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/arrange.hpp"

#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/graphviz.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

namespace netwright::widgets::edits {

using network::Flow;
using network::Network;
using network::NodeId;
using network::Position;

namespace {
    using Positions = std::map<NodeId, Position>;

    /// Where nodes stand as a whole: the middle across the flow, the beginning along it.
    QPointF anchorOf(const Positions& positions, Flow flow)
    {
        const auto places = positions | std::views::values;
        const auto [left, right] = std::ranges::minmax(places, {}, &Position::x);
        const auto [top, bottom] = std::ranges::minmax(places, {}, &Position::y);
        return flow == Flow::Down ? QPointF((left.x + right.x) / 2, top.y)
                                  : QPointF(left.x, (top.y + bottom.y) / 2);
    }
} // namespace

Network arranged(Network network, Flow flow, const std::set<NodeId>& nodes)
{
    const auto standing = network;
    const auto part = nodes.empty() ? network : subset(network, nodes);
    network.flow = flow;
    Positions before;
    for (const auto& node : part.nodes)
        before[node.id] = node.position;
    auto after = layout::byDot(part, flow);
    if (after.empty())
        return network;
    const auto corner = anchorOf(after, flow);
    for (auto& [id, position] : after) {
        const auto onGrid = geometry::snapped({ position.x - corner.x(), position.y - corner.y() });
        position = { onGrid.x(), onGrid.y() };
    }
    const auto shift = geometry::snapped(anchorOf(before, flow) - anchorOf(after, flow));
    for (auto& node : network.nodes) {
        if (const auto place = after.find(node.id); place != after.end())
            node.position = { place->second.x + shift.x(), place->second.y + shift.y() };
    }
    return withNotesAlong(standing, std::move(network));
}

} // namespace netwright::widgets::edits
