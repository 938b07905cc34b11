// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QPointF>

#include <optional>

namespace netwright::widgets {

class GraphScene;

/// The link that a node around `point` covers and may be put on. The node is one of the network's.
[[nodiscard]] std::optional<network::Link> linkUnder(const GraphScene& scene, QPointF point,
                                                     network::NodeId node);
/// The same for a new node of this kind.
[[nodiscard]] std::optional<network::Link> linkUnder(const GraphScene& scene, QPointF point,
                                                     const std::string& layer);
/// Lights up what is aimed at now, and no longer what was before.
void showTarget(GraphScene& scene, const std::optional<network::Link>& before,
                const std::optional<network::Link>& now);

} // namespace netwright::widgets
