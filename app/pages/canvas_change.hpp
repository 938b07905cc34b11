// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/expand.hpp"
#include "widgets/graph/selection.hpp"

#include <optional>

namespace netwright::pages {

/// Where two values of a network differ.
struct CanvasChange {
    network::NodePath canvas; ///< the blocks to enter
    widgets::Selection what; ///< on it: what is there now, and what was next to what is gone
};

/// Of several canvases, `shown` comes first, then the network itself. Nothing where they differ in no canvas
/// that can be shown.
[[nodiscard]] std::optional<CanvasChange>
changeBetween(const network::Network& before, const network::Network& after, const network::NodePath& shown);

} // namespace netwright::pages
