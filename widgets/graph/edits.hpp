// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/selection.hpp"

#include <optional>
#include <set>
#include <string_view>
#include <vector>

/// What a person can do to a network on the canvas, as functions from the network before to the network
/// after.
namespace netwright::widgets::edits {

/// A network with something new in it, and what is new.
struct Addition {
    network::Network network;
    std::set<network::NodeId> added;
};
/// The same of a part that was put in.
struct Insertion {
    network::Network network;
    Selection added;
};

[[nodiscard]] network::Network moved(network::Network network, const std::set<network::NodeId>& nodes,
                                     double dx, double dy);
/// Its nodes and notes.
[[nodiscard]] network::Network moved(network::Network network, const Selection& selection, double dx,
                                     double dy);
/// A group that is empty then goes too.
[[nodiscard]] network::Network without(network::Network network, const Selection& selection);

/// A new node at a place, linked to nothing.
[[nodiscard]] Addition placed(network::Network network, std::string_view layer, network::Position position);
/// A new node behind `node` along the flow, fed by it where ports allow. Where `node` feeds a single input,
/// the new node goes in between, and what follows makes room.
[[nodiscard]] Addition placedBelow(network::Network network, std::string_view layer, network::NodeId node);

/// The node furthest along the flow of those whose output feeds nothing: where a network is gone on with.
[[nodiscard]] std::optional<network::NodeId> openEnd(const network::Network& network);

/// Why this link must not be made, for a person; nothing where it may. A taken input is no reason: it is
/// replaced.
[[nodiscard]] std::optional<std::string> refusal(const network::Network& network, const network::Link& link);
[[nodiscard]] network::Network connected(network::Network network, const network::Link& link);
/// Links the nodes into a chain, from the topmost to the lowest; links that are refused are left out.
[[nodiscard]] network::Network chained(network::Network network, const std::set<network::NodeId>& nodes);

/// These nodes alone, the links between them, and the groups that lie within them.
[[nodiscard]] network::Network subset(const network::Network& network,
                                      const std::set<network::NodeId>& nodes);
/// With its notes.
[[nodiscard]] network::Network subset(const network::Network& network, const Selection& selection);
/// With copies of all of `part` and of the blocks it uses, renamed where names are taken, moved by (dx, dy).
[[nodiscard]] Insertion pasted(network::Network network, network::Network part, double dx, double dy);

/// Everything that `node` feeds, directly or not.
[[nodiscard]] std::set<network::NodeId> descendants(const network::Network& network, network::NodeId node);
/// Everything that feeds `node`, directly or not.
[[nodiscard]] std::set<network::NodeId> ancestors(const network::Network& network, network::NodeId node);
/// The same of any of several.
[[nodiscard]] std::set<network::NodeId> descendants(const network::Network& network,
                                                    const std::set<network::NodeId>& nodes);
[[nodiscard]] std::set<network::NodeId> ancestors(const network::Network& network,
                                                  const std::set<network::NodeId>& nodes);

} // namespace netwright::widgets::edits
