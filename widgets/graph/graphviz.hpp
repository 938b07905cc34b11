// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <map>

namespace netwright::widgets::layout {

/// What `dot` makes of a network whose data flows down or to the right: the middle of each node, in units of
/// the canvas, somewhere. Callable from any thread; takes a second for two thousand nodes, and twenty for ten
/// thousand.
[[nodiscard]] std::map<network::NodeId, network::Position> byDot(const network::Network& network,
                                                                 network::Flow flow);

} // namespace netwright::widgets::layout
