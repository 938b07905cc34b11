// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace netwright::network {

/// The cycles that walks from place to place run into, where each place leads to one other, or to none: each
/// cycle once, in the order of the walk. Linear in the number of places, which go from 0.
[[nodiscard]] std::vector<std::vector<std::size_t>>
cyclesAlong(std::size_t places, const std::function<std::optional<std::size_t>(std::size_t)>& next);

} // namespace netwright::network
