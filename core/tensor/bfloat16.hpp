// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/buffer.hpp"

#include <bit>
#include <cstdint>

namespace netwright::tensor {

/// The upper half of a float, in which a Plan may keep values and their gradients: eight bits of precision,
/// half of the memory to move. Own loops read it as a float, calculate with that, and round once, to the
/// nearest, to even.
enum class BFloat16 : std::uint16_t {}; // a scalar, which the compiler makes vectors of

[[nodiscard]] inline float toFloat(float value) { return value; }
[[nodiscard]] inline float toFloat(BFloat16 value)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16);
}

template <class T> [[nodiscard]] T rounded(float value);
template <> [[nodiscard]] inline float rounded<float>(float value) { return value; }
template <> [[nodiscard]] inline BFloat16 rounded<BFloat16>(float value)
{
    // No branch for NaN, which would keep loops from being vectorised: those that calculations give have
    // zeros to lose, and what is beyond the largest finite number becomes infinite as it should.
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<BFloat16>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/// visit(T {}) with the type of the numbers: float or BFloat16.
template <class Visit> auto withNumbersOf(const Layout& layout, const Visit& visit)
{
    return layout.type() == ElementType::BFloat16 ? visit(BFloat16 {}) : visit(float {});
}

} // namespace netwright::tensor
