// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"
#include "widgets/graph/geometry.hpp"

#include <QPointF>

#include <optional>

namespace netwright::widgets {

/// A link that was pulled from this port into empty space.
struct Pull {
    network::PortRef port;
    geometry::Side side = geometry::Side::Output;
    bool operator==(const Pull&) const = default;
};

/// Where a person wants a layer, and what it is to be linked to where that fits.
struct LayerRequest {
    std::optional<QPointF> point; ///< in the scene; nothing: below `after`
    std::optional<network::NodeId> after; ///< feeds it
    std::optional<Pull> pull;
};

} // namespace netwright::widgets
