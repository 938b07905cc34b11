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

/// The loops over one block of one sample: `area` pixels of `width` lanes side by side. See ChannelOrder. x,
/// y and their gradients are float or BFloat16.
struct Kernel {
    /// Mean of each lane, and the sum of squares around it.
    void (*measure)(const void* x, std::int64_t area, std::int64_t width, float* mean, float* squares);
    void (*normalise)(const Lanes& lanes, const void* x, void* y, std::int64_t area, std::int64_t width);
    /// Sums of dy and of dy (x - mean), over where a ReLU let y through.
    void (*collect)(const Lanes& lanes, const void* x, const void* dy, std::int64_t area, std::int64_t width,
                    float* sum, float* product);
    /// dx = factor (dy - mean of dy - slope (x - mean))
    void (*spread)(const Lanes& lanes, const float* meanOfDy, const float* slope, const void* x,
                   const void* dy, void* dx, std::int64_t area, std::int64_t width);
};

[[nodiscard]] Kernel kernelFor(const Layout& values, bool hasRelu);

} // namespace netwright::tensor::normalisation
