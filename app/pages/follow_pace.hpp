// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace netwright::pages {

/// Up to so many layers, what stands around the canvas follows each edit before the next frame; beyond it,
/// when the person pauses for so long.
inline constexpr std::size_t kSmallNetwork = 200;
inline constexpr int kFollowMs = 150;

} // namespace netwright::pages
