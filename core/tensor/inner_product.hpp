// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/freedom.hpp"
#include "core/tensor/operation.hpp"

#include <memory>

namespace netwright::tensor {

struct InnerProductOptions {
    std::int64_t batch = 0;
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    bool hasBias = true;
    bool hasRelu = false; ///< applied to the output in the same pass
    bool isTraining = false;
    bool hasInputGradient = false; ///< of training
    Freedom freedom = {};
};

/// y = x W^T + b with x (N, inputs), W (outputs, inputs), b (outputs), and its two backward products. x and y
/// are plain; factors may be rounded to bfloat16.
class InnerProduct {
public:
    [[nodiscard]] static Result<InnerProduct> create(const InnerProductOptions& options);

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
    explicit InnerProduct(std::shared_ptr<const Parts> parts);
    std::shared_ptr<const Parts> m_parts;
};

} // namespace netwright::tensor
