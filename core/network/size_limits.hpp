// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"

namespace netwright::network {

/// Of one value per sample, and of one weight. Products of two such numbers still fit into 64 bits, so that
/// no cost can overflow.
inline constexpr std::int64_t kMaximumElements = std::int64_t { 1 } << 31;

/// That no output and no weight of a node is larger.
[[nodiscard]] Status checkSizes(const layers::LayerKind& kind, const layers::ShapeRequest& request,
                                std::span<const tensor::Shape> outputs);

/// Adds `cost` to `total`, and stops at the largest number there is.
void addSaturating(layers::Cost& total, const layers::Cost& cost);

} // namespace netwright::network
