// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/alignment.hpp"

#include "widgets/graph/geometry.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace netwright::widgets::edits {

using network::Network;
using network::Node;
using network::NodeId;
using network::Position;

namespace {
    std::vector<Node*> chosen(Network& network, const std::set<NodeId>& nodes)
    {
        std::vector<Node*> found;
        for (auto& node : network.nodes) {
            if (nodes.contains(node.id))
                found.push_back(&node);
        }
        return found;
    }

    double Position::*coordinateOf(Edge edge)
    {
        const bool isAcross = edge == Edge::Left || edge == Edge::Centre || edge == Edge::Right;
        return isAcross ? &Position::x : &Position::y;
    }

    double lineOf(Edge edge, double lowest, double highest)
    {
        if (edge == Edge::Left || edge == Edge::Top)
            return lowest;
        if (edge == Edge::Right || edge == Edge::Bottom)
            return highest;
        return std::round(std::midpoint(lowest, highest));
    }
} // namespace

Network aligned(Network network, const std::set<NodeId>& nodes, Edge edge)
{
    const auto members = chosen(network, nodes);
    if (members.empty())
        return network;
    const auto coordinate = coordinateOf(edge);
    const auto where = [coordinate](const Node* node) { return node->position.*coordinate; };
    const auto [first, last] = std::ranges::minmax_element(members, {}, where);
    const double line = lineOf(edge, where(*first), where(*last));
    for (auto* node : members)
        node->position.*coordinate = line;
    return network;
}

Network distributed(Network network, const std::set<NodeId>& nodes, Axis axis)
{
    auto members = chosen(network, nodes);
    if (members.size() < 3)
        return network;
    const auto coordinate = axis == Axis::Horizontal ? &Position::x : &Position::y;
    std::ranges::stable_sort(members, {},
                             [coordinate](const Node* node) { return node->position.*coordinate; });
    const double first = members.front()->position.*coordinate;
    const double step
        = (members.back()->position.*coordinate - first) / static_cast<double>(members.size() - 1);
    for (std::size_t i = 1; i + 1 < members.size(); ++i)
        members[i]->position.*coordinate = std::round(first + step * static_cast<double>(i));
    return network;
}

Network onGrid(Network network, const std::set<NodeId>& nodes)
{
    for (auto* node : chosen(network, nodes)) {
        const auto point = geometry::snapped({ node->position.x, node->position.y });
        node->position = { point.x(), point.y() };
    }
    return network;
}

} // namespace netwright::widgets::edits
