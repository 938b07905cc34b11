// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

namespace netwright::tensor {

/// How the channels of an image batch lie in memory, in any layout that oneDNN gives to images: for each
/// sample `blocks` blocks, for each of those `area` pixels, for each of those `width` channels side by side.
///
///     plain          blocks = C,      width = 1
///     blocked        blocks = C / 16, width = 16, the last ones of the last block zeros that pad it
///     channels last  blocks = 1,      width = C
struct ChannelOrder {
    std::int64_t samples = 0;
    std::int64_t channels = 0;
    std::int64_t blocks = 0;
    std::int64_t area = 0;
    std::int64_t width = 0; ///< 0: another order, which the operations below do not take
};

/// Of (N, C, H, W) or (N, C).
[[nodiscard]] ChannelOrder channelOrderOf(const Layout& layout);

/// values += bias of their channel, in place; then values = max(values, 0) where asked for. `bias` is (C)
/// plain. These and the next are of fp32.
[[nodiscard]] Operation addChannelBias(const Buffer& values, const Buffer& bias, bool hasRelu);

struct ChannelBiasGradient {
    Buffer values; ///< what addChannelBias left, where it had a ReLU: masks the gradient in the same pass
    Buffer gradient; ///< of the values; with a mask changed in place
    Buffer sums; ///< scratch, in the layout of channelSums()
    Buffer bias; ///< written: the sum of the gradient over all samples and pixels, (C) plain
};

/// One sum per sample and channel, so that the result does not depend on the number of threads.
[[nodiscard]] Layout channelSums(const Layout& values);
[[nodiscard]] Operation channelBiasGradient(const ChannelBiasGradient& buffers);

} // namespace netwright::tensor
