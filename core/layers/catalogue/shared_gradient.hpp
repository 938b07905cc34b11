// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/builder.hpp"
#include "core/tensor/kernel_passes.hpp"

namespace netwright::layers {

/// The gradient of the output of `product` for both of its backward passes: where they read it alike, but not
/// as it is (in bfloat16), converted once for the two.
[[nodiscard]] tensor::Buffer sharedGradient(Builder& builder, const tensor::KernelPasses& product,
                                            const tensor::Buffer& gradient);

} // namespace netwright::layers
