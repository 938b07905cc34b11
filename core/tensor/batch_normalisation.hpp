// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/operation.hpp"

#include <memory>

namespace netwright::tensor {

struct BatchNormalisationOptions {
    Layout data; ///< (N, C, H, W) or (N, C), as its producer left it; of input and output
    float epsilon = 1e-5F;
    bool hasRelu = false; ///< applied to the output in the same pass; backward() then masks by it
    bool isTraining = false; ///< statistics of the batch, written by forward(); else given ones, read
};

/// y = scale (x - mean) / sqrt(variance + epsilon) + shift, per channel. Ioffe and Szegedy, ICML 2015. The
/// variance is the biased one (divided by N H W).
class BatchNormalisation {
public:
    [[nodiscard]] static Result<BatchNormalisation> create(const BatchNormalisationOptions& options);

    [[nodiscard]] Layout channels() const; ///< (C) plain: of scale, shift, mean and variance
    /// Where forward keeps the mask of the ReLU; empty where nothing is needed.
    [[nodiscard]] Layout workspace() const;

    struct Buffers {
        Buffer input;
        Buffer output; ///< of forward()
        Buffer scale;
        Buffer shift;
        Buffer mean;
        Buffer variance;
        Buffer workspace = {}; ///< empty where its layout is
    };
    [[nodiscard]] Operation forward(const Buffers& buffers) const;

    struct Gradients {
        Buffer output; ///< read
        Buffer input; ///< written, as the others
        Buffer scale;
        Buffer shift;
    };
    [[nodiscard]] Operation backward(const Buffers& buffers, const Gradients& gradients) const;

private:
    struct Parts;
    explicit BatchNormalisation(std::shared_ptr<const Parts> parts);
    std::shared_ptr<const Parts> m_parts;
};

} // namespace netwright::tensor
