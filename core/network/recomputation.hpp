// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"
#include "core/network/expand.hpp"

#include <cstdint>

namespace netwright::network {

/// Of the outputs of an expanded network, per sample, what a training step never has in memory together with
/// the rest: those inside blocks that recompute their activations, but for what leaves a block, and for the
/// largest block, all of which is there while it goes back.
[[nodiscard]] std::int64_t recomputedBytesOf(const Expansion& expansion, const Analysis& analysis);

} // namespace netwright::network
