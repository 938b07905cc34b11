// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/focus_walk.hpp"

#include <cmath>
#include <functional>
#include <limits>

namespace netwright::widgets {

using network::Link;
using network::Network;
using network::NodeId;

namespace {
    QPointF toPoint(network::Position position) { return { position.x, position.y }; }

    QPointF directionOf(Heading heading)
    {
        switch (heading) {
        case Heading::Left:
            return { -1, 0 };
        case Heading::Right:
            return { 1, 0 };
        case Heading::Up:
            return { 0, -1 };
        case Heading::Down:
            break;
        }
        return { 0, 1 };
    }

    /// How far it is; what stands aside counts as further away than what stands ahead.
    double effort(QPointF way, Heading heading)
    {
        const auto direction = directionOf(heading);
        const double ahead = QPointF::dotProduct(way, direction);
        const double aside = QPointF::dotProduct(way, { direction.y(), direction.x() });
        return std::abs(ahead) + 2 * std::abs(aside);
    }

    std::optional<NodeId> least(const Network& network, const std::set<NodeId>& among,
                                const std::function<std::optional<double>(QPointF)>& effortTo)
    {
        std::optional<NodeId> best;
        double bestEffort = std::numeric_limits<double>::max();
        for (const auto& node : network.nodes) {
            const auto found = among.contains(node.id) ? effortTo(toPoint(node.position)) : std::nullopt;
            if (found && *found < bestEffort) {
                best = node.id;
                bestEffort = *found;
            }
        }
        return best;
    }

    std::set<NodeId> linked(const Network& network, NodeId node, network::PortRef Link::*near,
                            network::PortRef Link::*far)
    {
        std::set<NodeId> found;
        for (const auto& link : network.links) {
            if ((link.*near).node == node)
                found.insert((link.*far).node);
        }
        return found;
    }
} // namespace

std::optional<Heading> headingOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return Heading::Left;
    case Qt::Key_Right:
        return Heading::Right;
    case Qt::Key_Up:
        return Heading::Up;
    case Qt::Key_Down:
        return Heading::Down;
    default:
        return std::nullopt;
    }
}

std::optional<NodeId> nearest(const Network& network, QPointF from, Heading heading,
                              const std::set<NodeId>& among)
{
    return least(network, among, [&](QPointF to) -> std::optional<double> {
        const auto way = to - from;
        constexpr double kAhead = 1; // what stands level is in no direction
        if (QPointF::dotProduct(way, directionOf(heading)) < kAhead)
            return std::nullopt;
        return effort(way, heading);
    });
}

std::optional<NodeId> nearest(const Network& network, QPointF from, const std::set<NodeId>& among)
{
    return least(network, among,
                 [&](QPointF to) { return std::hypot(to.x() - from.x(), to.y() - from.y()); });
}

std::optional<NodeId> walk(const Network& network, NodeId from, Heading heading)
{
    const auto* node = network.find(from);
    if (!node)
        return std::nullopt;
    const bool isDown = network.flow == network::Flow::Down;
    const auto here = toPoint(node->position);
    std::set<NodeId> next;
    if (heading == (isDown ? Heading::Down : Heading::Right))
        next = linked(network, from, &Link::from, &Link::to);
    else if (heading == (isDown ? Heading::Up : Heading::Left))
        next = linked(network, from, &Link::to, &Link::from);
    if (const auto along = least(network, next, [&](QPointF to) { return effort(to - here, heading); }))
        return along;
    std::set<NodeId> others;
    for (const auto& other : network.nodes)
        others.insert(other.id);
    others.erase(from);
    return nearest(network, here, heading, others);
}

} // namespace netwright::widgets
