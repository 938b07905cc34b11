// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

#include <string>

namespace netwright::tensor {

/// Own loops over all numbers of buffers of one layout, fp32 or bfloat16, padding included: what f makes of 0
/// lands in the gaps of a blocked layout, where oneDNN wants 0. Of the functions below the logistic one alone
/// is not 0 there. The two gradients of a backward operation may be one buffer.

/// output = max(input, 0)
[[nodiscard]] Operation reluForward(const Buffer& input, const Buffer& output);
/// inputGradient = outputGradient where output > 0, else 0.
[[nodiscard]] Operation reluBackward(const Buffer& output, const Buffer& outputGradient,
                                     const Buffer& inputGradient);

/// output = input where that is above 0, else slope x input; slope >= 0
[[nodiscard]] Operation leakyReluForward(const Buffer& input, const Buffer& output, float slope);
[[nodiscard]] Operation leakyReluBackward(const Buffer& output, const Buffer& outputGradient,
                                          const Buffer& inputGradient, float slope);

/// output = tanh(input)
[[nodiscard]] Operation tanhForward(const Buffer& input, const Buffer& output);
/// inputGradient = outputGradient (1 - output^2)
[[nodiscard]] Operation tanhBackward(const Buffer& output, const Buffer& outputGradient,
                                     const Buffer& inputGradient);

/// output = 1 / (1 + exp(-input)), in layouts without gaps
[[nodiscard]] Operation logisticForward(const Buffer& input, const Buffer& output);
/// inputGradient = outputGradient output (1 - output)
[[nodiscard]] Operation logisticBackward(const Buffer& output, const Buffer& outputGradient,
                                         const Buffer& inputGradient);

/// output = left + right, and max(that, 0) with a ReLU
[[nodiscard]] Operation addForward(const Buffer& left, const Buffer& right, const Buffer& output,
                                   bool hasRelu);
/// Hands a gradient on to both terms of a sum, where `mask` is above 0; an empty mask: everywhere.
[[nodiscard]] Operation addBackward(const Buffer& mask, const Buffer& outputGradient,
                                    const Buffer& leftGradient, const Buffer& rightGradient);

/// to = from
[[nodiscard]] Operation copy(std::string name, const Buffer& from, const Buffer& to);
/// sum += addend
[[nodiscard]] Operation add(std::string name, const Buffer& sum, const Buffer& addend);
/// All zero.
[[nodiscard]] Operation clear(std::string name, const Buffer& buffer);

} // namespace netwright::tensor
