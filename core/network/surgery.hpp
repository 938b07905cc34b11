// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <set>
#include <string_view>

/// Changes to a network that keep what is around them together.
namespace netwright::network {

/// From a node to the next below it, on the canvas.
inline constexpr double kRowHeight = 104;

/// Puts a new node of this kind, with default parameters, on a link: from -> new -> to, through its first
/// ports. What follows moves down where there is no room between. The kind must exist and the link be there.
NodeId insertOn(Network& network, const Link& link, std::string_view layer);

/// Removes a node; what it fed is fed by what fed its first input.
void removeAndHeal(Network& network, NodeId id);

/// Removes the nodes, their links, and groups that are empty then.
void removeAll(Network& network, const std::set<NodeId>& nodes);

/// Makes the node one of another kind, which must exist: parameters of the same id and type stay, links to
/// ports that the new kind does not have go. A name that was given by the kind is given anew.
void changeKind(Network& network, NodeId id, std::string_view layer);

} // namespace netwright::network
