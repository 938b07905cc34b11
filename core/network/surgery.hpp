// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <set>
#include <string_view>

/// Changes to a network that keep what is around them together.
namespace netwright::network {

/// Puts a new node of this kind, with default parameters, on a link: from -> new -> to, through its first
/// ports. What follows moves on where there is no room between. The kind must exist and the link be there.
NodeId insertOn(Network& network, const Link& link, std::string_view layer);

/// Moves a node to where insertOn() would put a new one; makes room for it. No link changes.
void placeOn(Network& network, NodeId id, const Link& link);

/// Takes a node that is fed from where it stands, where it leaves a gap, and puts it on a link elsewhere, as
/// insertOn() does. What it fed is fed by what fed its first input. It stays the node that it is.
void moveOnto(Network& network, NodeId id, const Link& link);

/// Removes the nodes; what they fed is fed by what fed their first inputs, and takes their place where they
/// stood between the two.
void removeAndHeal(Network& network, const std::set<NodeId>& nodes);
inline void removeAndHeal(Network& network, NodeId id) { removeAndHeal(network, std::set { id }); }

/// Removes the nodes, their links, and groups that are empty then.
void removeAll(Network& network, const std::set<NodeId>& nodes);

/// Makes the node one of another kind, which must exist: parameters of the same id and type stay, links to
/// ports that the new kind does not have go. A name that was given by the kind is given anew.
void changeKind(Network& network, NodeId id, std::string_view layer);

} // namespace netwright::network
