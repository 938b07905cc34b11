// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <cstddef>
#include <set>

namespace netwright::widgets::edits {

/// Laying out more nodes than this takes longer than a frame or two: it belongs off the GUI thread.
inline constexpr std::size_t kMostArrangedAtOnce = 200;
/// Laying out more nodes than this takes minutes.
inline constexpr std::size_t kMostArranged = 20'000;

/// These nodes (none: all) by Graphviz: in ranks along the flow, each behind all that feeds it, few links
/// crossing, room left where a link passes a rank. Notes go with the nodes that they belong to. Where they
/// stand as a whole stays the same. The network then flows this way. Callable from any thread.
[[nodiscard]] network::Network arranged(network::Network network, network::Flow flow = network::Flow::Down,
                                        const std::set<network::NodeId>& nodes = {});

} // namespace netwright::widgets::edits
