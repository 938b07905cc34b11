// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/expand.hpp"

#include <optional>

namespace netwright::network {

/// The canvas at the end of the path as the node that is entered last uses it: with what the uses on the way
/// set of its layers' parameters. Nothing where the path leads nowhere.
[[nodiscard]] std::optional<Network> canvasInUse(const Network& network, const NodePath& path);

/// With such a canvas changed. A parameter that a use sets is changed there, for this use alone; all else is
/// changed in the block. The path must lead somewhere.
[[nodiscard]] Network withCanvasInUse(const Network& network, const NodePath& path, Network canvas);

} // namespace netwright::network
