// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/channels.hpp"

#include <cstdint>

namespace netwright::tensor::normalisation {

/// Per lane: y = (x - mean) factor + shift.
struct Lanes {
    const float* mean;
    const float* factor;
    const float* shift;
};

/// The loops over one block of one sample: `area` pixels of `width` lanes side by side. See ChannelOrder.
struct Kernel {
    /// Mean of each lane, and the sum of squares around it.
    void (*measure)(const float* x, std::int64_t area, std::int64_t width, float* mean, float* squares);
    void (*normalise)(const Lanes& lanes, const float* x, float* y, std::int64_t area, std::int64_t width);
    /// Sums of dy and of dy (x - mean), over where a ReLU let y through.
    void (*collect)(const Lanes& lanes, const float* x, const float* dy, std::int64_t area,
                    std::int64_t width, float* sum, float* product);
    /// dx = factor (dy - mean of dy - slope (x - mean))
    void (*spread)(const Lanes& lanes, const float* meanOfDy, const float* slope, const float* x,
                   const float* dy, float* dx, std::int64_t area, std::int64_t width);
};

[[nodiscard]] Kernel kernelFor(const ChannelOrder& order, bool hasRelu);

} // namespace netwright::tensor::normalisation
