// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QString>

/// What screen readers are told of a GraphView: a list of the nodes, in the order of the data.
namespace netwright::widgets {

class GraphView;

/// "conv1, Conv 2D, 32 filters, output 32 x 26 x 26", and whether something is wrong with it.
[[nodiscard]] QString spokenName(const GraphView& view, network::NodeId node);
/// All of its parameters, what it is linked to, and what is wrong.
[[nodiscard]] QString spokenDescription(const GraphView& view, network::NodeId node);

/// To be called at the end of a view's constructor.
void makeAccessible(GraphView& view);
/// Tells that the keyboard is on this node.
void announceFocus(GraphView& view, network::NodeId node);

} // namespace netwright::widgets
