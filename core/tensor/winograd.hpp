// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/convolution.hpp"
#include "core/tensor/onednn.hpp"

/// Convolutions with 3 x 3 kernels at stride 1 in own loops, by Winograd's minimal filtering (Lavin and Gray,
/// CVPR 2016): a quarter of the multiplications. Images are cut into tiles of 4 x 4 outputs. A few tiles at a
/// time are transformed, multiplied and transformed back while they are in the cache. Beside them a pass has
/// room for the transformed kernel, four times as large as the kernel.
///
/// Images may be in float32 or bfloat16; what is computed between is float32. One input that is not finite
/// makes all outputs of the tiles that look at it NaN.
namespace netwright::tensor::winograd {

/// The passes of a convolution with images in these layouts; empty where it is none of the above, or where
/// they are not in blocks of 16 channels, all filled.
[[nodiscard]] onednn::Pass forward(const ConvolutionOptions& options, const Layout& input,
                                   const Layout& output);
[[nodiscard]] onednn::Pass backwardInput(const ConvolutionOptions& options, const Layout& input,
                                         const Layout& output);
[[nodiscard]] onednn::Pass backwardWeights(const ConvolutionOptions& options, const Layout& input,
                                           const Layout& output);

} // namespace netwright::tensor::winograd
