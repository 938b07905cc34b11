// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/channels.hpp"

#include <string>

namespace netwright::tensor {

/// The mean over the area of each sample and channel: (N, C, H, W) -> (N, C) of images in `order`. A batch of
/// sequences (N, T, D) is one of images whose D channels lie side by side in T pixels. The means are plain.
[[nodiscard]] Operation meanForward(std::string name, const ChannelOrder& order, const Buffer& input,
                                    const Buffer& means);
/// Every number gets an equal share of its mean's gradient.
[[nodiscard]] Operation meanBackward(std::string name, const ChannelOrder& order, const Buffer& meansGradient,
                                     const Buffer& inputGradient);

} // namespace netwright::tensor
