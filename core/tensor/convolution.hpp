// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/freedom.hpp"
#include "core/tensor/operation.hpp"
#include "core/tensor/window2d.hpp"

#include <memory>

namespace netwright::tensor {

struct ConvolutionOptions {
    Shape input; ///< (N, C, H, W)
    Shape output; ///< (N, filters, H', W')
    Window2d window;
    bool hasBias = true;
    bool hasRelu = false; ///< applied to the output in the same pass
    bool isTraining = false;
    bool hasInputGradient = false; ///< of training
    Freedom freedom = {};
};

/// 2-D cross-correlation with zero padding, kernel (filters, C, height, width), bias (filters), and its two
/// backward passes. oneDNN chooses all layouts. Each pass is direct or by Winograd's minimal filtering (Lavin
/// and Gray, CVPR 2016), which takes less than half of the multiplications of a 3 x 3 kernel and rounds
/// differently, or with factors rounded to bfloat16.
class Convolution {
public:
    [[nodiscard]] static Result<Convolution> create(const ConvolutionOptions& options);

    [[nodiscard]] Layout input() const;
    [[nodiscard]] Layout output() const;
    [[nodiscard]] Layout bias() const;
    /// What the kernel is kept in: the layout of its gradient when training.
    [[nodiscard]] Layout kernel() const;
    [[nodiscard]] Layout forwardKernel() const;
    [[nodiscard]] Layout backwardKernel() const; ///< of backwardInput()

    /// `bias` is empty without one.
    [[nodiscard]] Operation forward(const Buffer& input, const Buffer& kernel, const Buffer& bias,
                                    const Buffer& output) const;
    [[nodiscard]] Operation backwardInput(const Buffer& outputGradient, const Buffer& kernel,
                                          const Buffer& inputGradient) const;
    [[nodiscard]] Operation backwardWeights(const Buffer& input, const Buffer& outputGradient,
                                            const Buffer& kernelGradient, const Buffer& biasGradient) const;

private:
    struct Parts;
    explicit Convolution(std::shared_ptr<const Parts> parts);
    std::shared_ptr<const Parts> m_parts;
};

} // namespace netwright::tensor
