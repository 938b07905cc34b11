// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <set>
#include <string>
#include <string_view>

/// What a person can do to notes and groups, as functions from the network before to the network after.
namespace netwright::widgets::edits {

/// A network with a note or a group more, and which.
struct NewNote {
    network::Network network;
    network::NoteId id;
};
struct NewGroup {
    network::Network network;
    network::GroupId id;
};

[[nodiscard]] const network::Note* find(const network::Network& network, network::NoteId id);
[[nodiscard]] const network::Group* find(const network::Network& network, network::GroupId id);

/// An empty note whose upper left corner is at `position`.
[[nodiscard]] NewNote noted(network::Network network, network::Position position);
/// The note of this id becomes this one; its text and its size are cut to what is allowed.
[[nodiscard]] network::Network withNote(network::Network network, network::Note note);

/// These nodes as a group of their own. They leave the groups that they are in; one that is empty then goes.
[[nodiscard]] NewGroup grouped(network::Network network, const std::set<network::NodeId>& nodes,
                               std::string_view colour);
/// Without the groups that any of these nodes is in; the nodes stay.
[[nodiscard]] network::Network ungrouped(network::Network network, const std::set<network::NodeId>& nodes);
/// Line breaks become spaces; a name that is too long is cut.
[[nodiscard]] network::Network withGroupName(network::Network network, network::GroupId id, std::string name);
/// The colour of these notes, and of the groups that these nodes are in.
[[nodiscard]] network::Network coloured(network::Network network, const std::set<network::NodeId>& nodes,
                                        const std::set<network::NoteId>& notes, std::string_view colour);
/// The node that a note stands nearest to, and so belongs to; null where there is none.
[[nodiscard]] const network::Node* nearestNode(const network::Network& network, const network::Note& note);
/// Each note moved as far as the node that it belonged to before; where it would now stand on a node, to the
/// nearest room beside its own.
[[nodiscard]] network::Network withNotesAlong(const network::Network& before, network::Network after);
/// The groups that any of these nodes is in.
[[nodiscard]] std::set<network::GroupId> groupsOf(const network::Network& network,
                                                  const std::set<network::NodeId>& nodes);

} // namespace netwright::widgets::edits
