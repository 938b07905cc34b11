// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/channels.hpp"
#include "core/tensor/operation.hpp"

#include <cstddef>
#include <vector>

namespace netwright::tensor {

/// What the operations of a batch normalisation work on. Per channel, with n values in the batch:
///
///     y  = (x - mean) f + shift              f = scale / sqrt(variance + epsilon)
///     dx = f (dy - sum dy / n - (x - mean) sum dy (x - mean) / ((variance + epsilon) n))
///
/// and a ReLU after it where asked for, whose mask is computed again from x. Own loops rather than oneDNN's:
/// the statistics are those of all slices of the batch, which go their ways on different threads, and of the
/// rows that count alone: what pads a short batch becomes zero, and so does its gradient. Each
/// slice leaves its moments in its own `moments`; normalise() meets the others and combines them. So with the
/// sums of the way back.
struct BatchNormalisation {
    ChannelOrder order; ///< of the slice
    std::size_t slice = 0;
    const std::int64_t* batchRows = nullptr; ///< of all slices together, that count; in training
    bool hasRelu = false;
    float epsilon = 0;
    float momentum = 0; ///< what stays of the running statistics at each step
    bool movesRunning = true; ///< in training; not where the same step is computed again

    Buffer input; ///< fp32 or bfloat16; the output and both gradients are of its layout
    Buffer output;
    Buffer scale; ///< (C), as shift and the running statistics
    Buffer shift;
    Buffer runningMean;
    Buffer runningVariance;

    Buffer statistics; ///< scratch of statisticsLayout(): mean, f, 1 / (variance + epsilon), shift
    Buffer sums {}; ///< scratch of sumsLayout(): of each sample
    std::vector<Buffer> moments {}; ///< of momentsLayout(), one for each slice
    std::vector<Buffer> gradientSums {}; ///< the same

    [[nodiscard]] static Layout statisticsLayout(const ChannelOrder& order);
    [[nodiscard]] static Layout sumsLayout(const ChannelOrder& order);
    [[nodiscard]] static Layout momentsLayout(const ChannelOrder& order);

    /// In evaluation: by the running statistics.
    [[nodiscard]] Operation evaluate() const;
    /// In training: measure(), then normalise(), which may move the running statistics.
    [[nodiscard]] Operation measure() const;
    [[nodiscard]] Operation normalise() const;

    struct Gradients {
        Buffer output; ///< of y; read
        Buffer input; ///< of x; empty where it is not wanted
        Buffer scale;
        Buffer shift;
    };
    /// The way back: collect(), which writes the gradients of scale and shift, then, where the gradient of
    /// the input is wanted, spread().
    [[nodiscard]] Operation collect(const Gradients& gradients) const;
    [[nodiscard]] Operation spread(const Gradients& gradients) const;
};

} // namespace netwright::tensor
