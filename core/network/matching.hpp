// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <utility>
#include <vector>

namespace netwright::network {

struct NodePair {
    NodeId left;
    NodeId right;
    bool operator==(const NodePair&) const = default;
};

/// Which nodes of two canvases are the same layer, in the order of the right one. Those of one name are,
/// whatever else has changed. Of the rest, nodes of one kind are that stand in the same place: fed by, or
/// feeding, nodes that are the same; at one point of the canvas; or at the beginning, in their order.
[[nodiscard]] std::vector<NodePair> matchNodes(const Network& left, const Network& right);

} // namespace netwright::network
