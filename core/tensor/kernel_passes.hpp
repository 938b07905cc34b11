// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

#include <memory>

namespace netwright::tensor {

/// What a layer with a kernel computes, y = f(x, W) + b, and its two backward passes: a convolution or an
/// inner product. Made by convolution() and innerProduct().
class KernelPasses {
public:
    struct Parts; ///< the passes
    explicit KernelPasses(std::shared_ptr<const Parts> parts);

    [[nodiscard]] Layout input() const;
    [[nodiscard]] Layout output() const;
    [[nodiscard]] Layout bias() const; ///< empty without one
    /// What the kernel is kept in: the layout of its gradient when training.
    [[nodiscard]] Layout kernel() const;
    [[nodiscard]] Layout forwardKernel() const;
    [[nodiscard]] Layout backwardKernel() const; ///< of backwardInput()
    /// What both backward passes read the gradient of the output in; empty where they differ, or are not
    /// both.
    [[nodiscard]] Layout backwardGradient() const;

    /// `bias` is empty without one.
    [[nodiscard]] Operation forward(const Buffer& input, const Buffer& kernel, const Buffer& bias,
                                    const Buffer& output) const;
    [[nodiscard]] Operation backwardInput(const Buffer& outputGradient, const Buffer& kernel,
                                          const Buffer& inputGradient) const;
    [[nodiscard]] Operation backwardWeights(const Buffer& input, const Buffer& outputGradient,
                                            const Buffer& kernelGradient, const Buffer& biasGradient) const;

private:
    std::shared_ptr<const Parts> m_parts;
};

} // namespace netwright::tensor
