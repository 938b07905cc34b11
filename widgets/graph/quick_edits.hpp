// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/edits.hpp"
#include "widgets/graph/layer_request.hpp"

/// A layer that was chosen for a place, as functions from the network before to the network after.
namespace netwright::widgets::edits {

/// The new node's first port at the end of a link that was pulled from elsewhere; nothing is linked where it
/// has no such port.
[[nodiscard]] network::Network attached(network::Network network, network::NodeId added, const Pull& pull);
/// A new node where it is wanted, with these parameters in place of its defaults where they are given.
[[nodiscard]] Addition answered(network::Network network, std::string_view layer, const LayerRequest& request,
                                const std::optional<ParameterValues>& parameters = {});

} // namespace netwright::widgets::edits
