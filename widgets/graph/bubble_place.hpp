// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QRectF>

#include <limits>
#include <span>

namespace netwright::widgets {

/// What there is around a bubble that belongs to a node.
struct Surroundings {
    QRectF node;
    QRectF sight; ///< the bubble stands inside, where it fits
    /// Other nodes, other bubbles, what lies over the canvas; the nearest first, where they are many.
    std::span<const QRectF> taken;
};

/// A place that costs less is near its node, and on nothing; for a bubble of usual size.
inline constexpr double kGoodPlace = 100;

struct BubblePlace {
    QRectF rect;
    double cost = 0; ///< about the way from the node to it; far more where it hides something
};

/// Where a bubble of this size stands: on nothing, where there is room, and else on as little as can be; as
/// near to its node as that allows, at the right rather than at the left, below or above. `now`, where it
/// stands already, is kept unless another place is clearly better: a bubble that hops is hard to read.
/// Places that cost `most` or more are not looked at: where there is no other, that is the cost. With a low
/// one it is soon found out that there is no room.
[[nodiscard]] BubblePlace bubblePlace(QSizeF bubble, const QRectF& now, const Surroundings& around,
                                      double most = std::numeric_limits<double>::max());

/// The line that leads from a node to its bubble.
[[nodiscard]] QLineF threadBetween(const QRectF& node, const QRectF& bubble);
/// The free room between two rectangles; 0 where they touch.
[[nodiscard]] double distanceBetween(const QRectF& one, const QRectF& other);

} // namespace netwright::widgets
