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
using LaneWords = std::uint32_t __attribute__((vector_size(kLanes * sizeof(std::uint32_t))));
using LaneHalves = std::uint16_t __attribute__((vector_size(kLanes * sizeof(std::uint16_t))));

[[gnu::always_inline]] inline void loadLanes(const float* from, LaneVector& to)
{
    std::memcpy(&to, from, sizeof to);
}

[[gnu::always_inline]] inline void storeLanes(const LaneVector& from, float* to)
{
    std::memcpy(to, &from, sizeof from);
}

// What toFloat() and rounded() of bfloat16.hpp do, for all lanes at once.

[[gnu::always_inline]] inline void loadLanes(const BFloat16* from, LaneVector& to)
{
    LaneHalves halves;
    std::memcpy(&halves, from, sizeof halves);
    const LaneWords words = __builtin_convertvector(halves, LaneWords) << 16;
    std::memcpy(&to, &words, sizeof to);
}

[[gnu::always_inline]] inline void storeLanes(const LaneVector& from, BFloat16* to)
{
    LaneWords words;
    std::memcpy(&words, &from, sizeof words);
    const LaneHalves halves
        = __builtin_convertvector((words + 0x7fffU + (words >> 16 & 1U)) >> 16, LaneHalves);
    std::memcpy(to, &halves, sizeof halves);
}

} // namespace netwright::tensor
