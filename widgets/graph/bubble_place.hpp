// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include <span>

namespace netwright::widgets {

/// What there is around a bubble that belongs to a node.
struct Surroundings {
    QRectF node;
    QRectF sight; ///< the bubble stands inside, where it fits
    std::span<const QRectF> taken; ///< other nodes, other bubbles, what lies over the canvas
};

struct BubblePlace {
    QRectF rect;
    bool isGood = false; ///< near its node, and on nothing
};

/// Where a bubble of this size stands: on nothing, where there is room, and else on as little as can be; as
/// near to its node as that allows, at the right rather than at the left, below or above. `now`, where it
/// stands already, is kept if it is good: a bubble that hops is hard to read.
[[nodiscard]] BubblePlace bubblePlace(QSizeF bubble, const QRectF& now, const Surroundings& around);

/// The free room between two rectangles; 0 where they touch.
[[nodiscard]] double distanceBetween(const QRectF& one, const QRectF& other);

} // namespace netwright::widgets
