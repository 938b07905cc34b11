// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QPainterPath>
#include <QPointF>
#include <QRectF>

#include <span>

namespace netwright::widgets {

enum class Routing { Smooth, Orthogonal };

/// From an output to an input, on the canvas.
struct LinkEnds {
    QPointF from;
    QPointF to;
    network::Flow flow = network::Flow::Down;
    bool operator==(const LinkEnds&) const = default;
};

/// How a link is drawn.
struct LinkRoute {
    QPainterPath path;
    QPointF label; ///< the middle of its shape: where no node stands
};

/// Whether it passes ranks of nodes, or goes back: then nodes can be in its way.
[[nodiscard]] bool isLong(const LinkEnds& ends);
/// Where nodes matter to a long link.
[[nodiscard]] QRectF surroundings(const LinkEnds& ends);
/// Straight on where the way is free, else beside the nodes that are in the way. Leaves and enters ports
/// along the flow.
[[nodiscard]] LinkRoute routed(const LinkEnds& ends, Routing routing, std::span<const QRectF> nodes);

} // namespace netwright::widgets
