// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/choices.hpp"

namespace netwright::tensor {

/// What the implementations of a Plan may be chosen from.
struct Freedom {
    Choices* choices = nullptr; ///< by time; null: the same ones always, so that the bits are the same
    /// Factors, and values where asked for, may be rounded to bfloat16 (8 bits); weights stay in float32.
    bool allowsBFloat16 = false;
};

/// Whether this processor multiplies in bfloat16; else it would be slower than float32.
[[nodiscard]] bool hasBFloat16();

} // namespace netwright::tensor
