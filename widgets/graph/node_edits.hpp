// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/selection.hpp"

#include <optional>
#include <set>
#include <string_view>

/// What a person can do to nodes among their links, as functions from the network before to the network
/// after.
namespace netwright::widgets::edits {

/// Whether the node may be put between the two that are linked: it has an input and an output, and no link.
[[nodiscard]] bool fitsOn(const network::Network& network, network::NodeId node, const network::Link& link);
/// The node between the two that are linked, where it stands; where it would cover another there, with room
/// made for it.
[[nodiscard]] network::Network inserted(network::Network network, network::NodeId node,
                                        const network::Link& link);
/// Without what is selected; what a node fed is fed by what fed its first input.
[[nodiscard]] network::Network healed(network::Network network, const Selection& selection);
/// These nodes as another kind of layer; parameters and links that fit it stay.
[[nodiscard]] network::Network swapped(network::Network network, const std::set<network::NodeId>& nodes,
                                       std::string_view layer);
/// Those that have an input, bypassed or enabled again.
[[nodiscard]] network::Network bypassed(network::Network network, const std::set<network::NodeId>& nodes,
                                        bool isBypassed);
/// What "bypass or enable" would do to these nodes: enable where all that can be are bypassed; nothing where
/// none can be.
[[nodiscard]] std::optional<bool> nextBypass(const network::Network& network,
                                             const std::set<network::NodeId>& nodes);

/// These and everything that feeds them, or that they feed, with the links between.
[[nodiscard]] Selection upstream(const network::Network& network, const std::set<network::NodeId>& nodes);
[[nodiscard]] Selection downstream(const network::Network& network, const std::set<network::NodeId>& nodes);

} // namespace netwright::widgets::edits
