// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

#include <array>

namespace netwright::tensor {

/// Own loops that copy parts of image batches, fp32 or bfloat16, in every order that channelOrderOf() knows;
/// both sides of a copy have the same.

/// Of images of other sizes or of another type in the order of these ones; empty where that is none of them.
[[nodiscard]] Layout inOrderOf(const Layout& images, const Shape& sizes, ElementType type);

/// y[n, c, i, j] = x[n, c, i stride[0], j stride[1]]
[[nodiscard]] Operation subsampleForward(const Buffer& input, const Buffer& output,
                                         std::array<std::int64_t, 2> stride);
[[nodiscard]] Operation subsampleBackward(const Buffer& outputGradient, const Buffer& inputGradient,
                                          std::array<std::int64_t, 2> stride);

/// The channels of `from` as far as `to` has them; what `to` has beyond them becomes 0. The one with fewer
/// channels has no gaps.
[[nodiscard]] Operation copyChannels(std::string name, const Buffer& from, const Buffer& to);

} // namespace netwright::tensor
