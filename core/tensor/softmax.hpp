// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace netwright::tensor {

/// powers = exp(scores - the largest of their row), of `rows` rows of `size` numbers: what a softmax divides
/// by its sum. The largest is taken off so that nothing overflows.
void powersOfRows(const float* scores, float* powers, std::int64_t rows, std::int64_t size);

} // namespace netwright::tensor
