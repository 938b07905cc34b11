// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

/// Room between the nodes of a canvas, made and closed by moving as few of them as possible: an insertion
/// pushes what stands close behind it, and that what stands close behind in its turn, until a gap takes up
/// the rest. Columns beside it, and what lies behind the gap, stay where they are.
namespace netwright::network {

/// From the middle of a node to that of the next along the flow.
[[nodiscard]] double rankStep(Flow flow);
/// How far along the flow of the data a node stands on the canvas.
[[nodiscard]] double placeAlong(Flow flow, Position position);
/// So many places further along the flow: below, or to the right.
[[nodiscard]] Position movedAlong(Flow flow, Position position, double places);
/// Whether nodes at these places would cover each other if one moved along the flow.
[[nodiscard]] bool areInLine(Flow flow, Position one, Position other);

/// Whether the node stands over another one.
[[nodiscard]] bool coversAnother(const Network& network, NodeId id);

/// Moves a node along the flow to this place, and what then stands too close behind it.
void pushTo(Network& network, NodeId id, double place);
/// Moves a node back, against the flow, by at most so much, and what stands close behind it: each as far as
/// all that it stands behind leaves room.
void pullBack(Network& network, NodeId id, double most);

} // namespace netwright::network
