// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/expand.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace netwright::network {

/// The block that the last node of such a path uses; empty for an empty path, and for one that leads nowhere.
[[nodiscard]] std::string blockAt(const Network& network, const NodePath& path);

/// The nodes to enter, one inside the other, to stand inside a block: the last one uses it. Nothing where no
/// node leads there. Looks into each block once.
[[nodiscard]] std::optional<NodePath> pathInto(const Network& network, std::string_view block);

} // namespace netwright::network
