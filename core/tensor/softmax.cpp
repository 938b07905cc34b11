// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/softmax.hpp"

#include "core/tensor/vector_math.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>

namespace netwright::tensor {

NETWRIGHT_VECTORISED void powersOfRows(const float* scores, float* powers, std::int64_t rows,
                                       std::int64_t size)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto* from = scores + row * size;
        auto* to = powers + row * size;
        const float largest = *std::max_element(from, from + size);
        for (std::int64_t i = 0; i < size; ++i)
            to[i] = from[i] - largest;
    }
    // Over all rows at once: they are often shorter than a vector.
#pragma omp simd
    for (std::int64_t i = 0; i < rows * size; ++i)
        powers[i] = vector_math::exponential(powers[i]);
}

} // namespace netwright::tensor
