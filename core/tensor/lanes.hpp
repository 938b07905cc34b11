// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/bfloat16.hpp"

#include <cstdint>
#include <cstring>

/// Sixteen numbers at a time, for functions marked NETWRIGHT_VECTORISED, into which all of this is inlined.
namespace netwright::tensor {

inline constexpr std::int64_t kLanes = 16;

/// One AVX-512 register, two of AVX2 or four of SSE.
using LaneVector = float __attribute__((vector_size(kLanes * sizeof(float))));

[[gnu::always_inline]] inline void loadLanes(const float* from, LaneVector& to)
{
    std::memcpy(&to, from, sizeof to);
}

[[gnu::always_inline]] inline void loadLanes(const BFloat16* from, LaneVector& to)
{
    for (std::int64_t lane = 0; lane < kLanes; ++lane)
        to[lane] = toFloat(from[lane]);
}

[[gnu::always_inline]] inline void storeLanes(const LaneVector& from, float* to)
{
    std::memcpy(to, &from, sizeof from);
}

[[gnu::always_inline]] inline void storeLanes(const LaneVector& from, BFloat16* to)
{
    for (std::int64_t lane = 0; lane < kLanes; ++lane)
        to[lane] = rounded<BFloat16>(from[lane]);
}

} // namespace netwright::tensor
