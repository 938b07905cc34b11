// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"
#include "core/tensor/shape.hpp"

#include <span>
#include <string>
#include <vector>

/// A bypassed node is identity: each of its outputs carries on what the input of the same place is fed, or
/// the first input where there are fewer of them. A bypassed loss is as good as gone.
namespace netwright::network {

/// Why this node cannot be identity: it takes nothing that it could hand on. Empty where it can.
[[nodiscard]] std::string bypassFault(const Node& node);
/// Which input goes on to this output of a bypassed node.
[[nodiscard]] int bypassInput(const Node& node, int output);

/// The shapes of its outputs.
[[nodiscard]] std::vector<tensor::Shape> bypassedShapes(const Node& node,
                                                        std::span<const tensor::Shape> inputs);

/// The network as it runs: no node of it is bypassed. Links lead around those that were; what fed nothing
/// but their other inputs is gone too. Nodes keep their ids.
[[nodiscard]] Network withoutBypassed(Network network);

} // namespace netwright::network
