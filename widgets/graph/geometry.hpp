// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/annotation.hpp"
#include "core/network/sizes.hpp"

#include <QPointF>
#include <QRectF>

#include <optional>

/// Where things are on the canvas, in its units (pixels at 100 %). A node stands around its position; data
/// flows down, inputs on the upper edge, outputs on the lower; or to the right, inputs on the left edge,
/// outputs on the right.
namespace netwright::widgets::geometry {

using network::kColumnGap;
using network::kNodeHeight;
using network::kNodeWidth;
using network::kRowHeight;
inline constexpr double kGap = 32; ///< between neighbours
inline constexpr double kSnap = 8;
inline constexpr double kPortRadius = 4.5;
inline constexpr double kPortReach = 12; ///< how far from a port's centre the mouse still means it

enum class Side { Input, Output };

/// Of a node at the origin.
[[nodiscard]] QRectF nodeRect();
/// With ports, outlines and shadows.
[[nodiscard]] QRectF paintedRect();
/// Of a node at the origin: ports are spread evenly over their edge.
[[nodiscard]] QPointF portPoint(network::Flow flow, Side side, int port, int ports);
/// Which port a point near a node at the origin means.
[[nodiscard]] std::optional<int> portAt(network::Flow flow, QPointF point, Side side, int ports);
/// The free room between a node and the next along the flow.
[[nodiscard]] double rankGap(network::Flow flow);

[[nodiscard]] QPointF snapped(QPointF point);

} // namespace netwright::widgets::geometry
