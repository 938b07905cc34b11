// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/freedom.hpp"
#include "core/tensor/kernel_passes.hpp"
#include "core/tensor/window2d.hpp"

namespace netwright::tensor {

struct ConvolutionOptions {
    Shape input; ///< (N, C, H, W)
    Shape output; ///< (N, filters, H', W')
    Window2d window;
    bool hasBias = true;
    bool hasRelu = false; ///< applied to the output in the same pass
    bool isTraining = false;
    bool hasInputGradient = false; ///< of training
    /// How the values are kept where there is a choice: a product whose output is rounded reads a rounded
    /// input. Where oneDNN has but a plain loop for rounded ones, neither is; see KernelPasses.
    ElementType inputType = ElementType::Float32;
    ElementType outputType = ElementType::Float32;
    Freedom freedom = {};
};

/// 2-D cross-correlation with zero padding, kernel (filters, C, height, width), bias (filters). oneDNN
/// chooses all layouts. Each pass is direct, or with factors rounded to bfloat16, or by Winograd's minimal
/// filtering (winograd.hpp), which takes a quarter of the multiplications of a 3 x 3 kernel and rounds
/// differently.
[[nodiscard]] Result<KernelPasses> convolution(const ConvolutionOptions& options);

} // namespace netwright::tensor
