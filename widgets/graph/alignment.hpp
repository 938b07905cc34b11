// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <set>

/// Putting nodes in line with each other. All nodes are of one size.
namespace netwright::widgets::edits {

enum class Edge { Left, Centre, Right, Top, Middle, Bottom };
enum class Axis { Horizontal, Vertical };

/// All at one edge of what they span together, or along its middle.
[[nodiscard]] network::Network aligned(network::Network network, const std::set<network::NodeId>& nodes,
                                       Edge edge);
/// At equal distances between the first and the last of them; fewer than three stay where they are.
[[nodiscard]] network::Network distributed(network::Network network, const std::set<network::NodeId>& nodes,
                                           Axis axis);
/// Each to the nearest point of the grid.
[[nodiscard]] network::Network onGrid(network::Network network, const std::set<network::NodeId>& nodes);

} // namespace netwright::widgets::edits
