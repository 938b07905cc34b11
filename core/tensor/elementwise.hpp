// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

#include <string>

namespace netwright::tensor {

/// Own loops over all numbers of fp32 buffers of one layout, padding included.

/// output = max(input, 0)
[[nodiscard]] Operation reluForward(const Buffer& input, const Buffer& output);
/// inputGradient = outputGradient where output > 0, else 0. The two gradients may be one buffer.
[[nodiscard]] Operation reluBackward(const Buffer& output, const Buffer& outputGradient,
                                     const Buffer& inputGradient);
/// sum += addend
[[nodiscard]] Operation add(std::string name, const Buffer& sum, const Buffer& addend);
/// All zero.
[[nodiscard]] Operation clear(std::string name, const Buffer& buffer);

} // namespace netwright::tensor
