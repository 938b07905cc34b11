// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QPointF>

#include <optional>
#include <set>

/// Where an arrow key leads on the canvas.
namespace netwright::widgets {

enum class Heading { Left, Right, Up, Down };

/// Of an arrow key.
[[nodiscard]] std::optional<Heading> headingOf(int key);

/// From a node: along its links where the key points the way the data goes, or against it; where there is no
/// link, and across the flow, the nearest node in that direction. Nothing where none stands there.
[[nodiscard]] std::optional<network::NodeId> walk(const network::Network& network, network::NodeId from,
                                                  Heading heading);
/// The nearest of these in that direction.
[[nodiscard]] std::optional<network::NodeId> nearest(const network::Network& network, QPointF from,
                                                     Heading heading, const std::set<network::NodeId>& among);
/// The nearest of these, anywhere.
[[nodiscard]] std::optional<network::NodeId> nearest(const network::Network& network, QPointF from,
                                                     const std::set<network::NodeId>& among);

} // namespace netwright::widgets
