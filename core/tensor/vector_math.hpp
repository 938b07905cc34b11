// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

/// Functions that std has, too, but written so that a compiler can run a loop of them on vectors: without
/// branches, tables and calls. For bodies of loops in functions marked NETWRIGHT_VECTORISED.
namespace netwright::tensor::vector_math {

/// e^x with a relative error below 2e-7; 0 below -86.9, infinite above 88.7, NaN of NaN. 2^n e^r with
/// n = round(x / log 2); r is taken off in two parts so that it stays exact, and e^r is the polynomial of
/// Cephes' expf (S. L. Moshier).
inline float exponential(float x)
{
    constexpr float kLowest = -86.9F; // 2^n stays a normal number
    constexpr float kHighest = 88.8F;
    constexpr float kRounder = 12582912.F; // 1.5 x 2^23: adding it leaves an integer in the low bits
    float inside = x < kLowest ? kLowest : x;
    inside = inside > kHighest ? kHighest : inside;
    const float shifted = inside * 1.44269504F + kRounder;
    const float n = shifted - kRounder;
    const float r = (inside - n * 0.693359375F) + n * 2.12194440e-4F;
    float power = 1.9875691500e-4F;
    power = power * r + 1.3981999507e-3F;
    power = power * r + 8.3334519073e-3F;
    power = power * r + 4.1665795894e-2F;
    power = power * r + 1.6666665459e-1F;
    power = power * r + 5.0000001201e-1F;
    power = power * (r * r) + r + 1.F;
    // 2^(n - 1): 2^n itself overflows where the product does not.
    const auto exponent = std::bit_cast<std::uint32_t>(shifted) - std::bit_cast<std::uint32_t>(kRounder);
    const float result = power * std::bit_cast<float>((exponent + 126U) << 23U) * 2.F;
    return x < kLowest ? 0.F : result;
}

/// 1 / (1 + e^-x)
inline float logistic(float x) { return 1.F / (1.F + exponential(-x)); }

/// tanh x with a relative error below 3e-7: 1 - 2 / (e^2x + 1), or near zero, where that loses its digits,
/// the polynomial of Cephes' tanhf.
inline float hyperbolicTangent(float x)
{
    const float size = std::fabs(x);
    const float far = 1.F - 2.F / (exponential(2.F * size) + 1.F);
    const float square = x * x;
    float near = -5.70498872745e-3F;
    near = near * square + 2.06390887954e-2F;
    near = near * square - 5.37397155531e-2F;
    near = near * square + 1.33314422036e-1F;
    near = near * square - 3.33332819422e-1F;
    near = near * square * x + x;
    return size < 0.625F ? near : std::copysign(far, x);
}

/// log(1 + x) for x from 0 to 1, with a relative error below 3e-7 down to the smallest x:
/// 2 artanh s = 2 (s + s^3 / 3 + s^5 / 5 + ...) with s = x / (2 + x), at most 1/3.
inline float logOnePlus(float x)
{
    const float s = x / (2.F + x);
    const float square = s * s;
    float sum = 1.F / 15.F;
    sum = sum * square + 1.F / 13.F;
    sum = sum * square + 1.F / 11.F;
    sum = sum * square + 1.F / 9.F;
    sum = sum * square + 1.F / 7.F;
    sum = sum * square + 1.F / 5.F;
    sum = sum * square + 1.F / 3.F;
    sum = sum * square + 1.F;
    return 2.F * s * sum;
}

} // namespace netwright::tensor::vector_math
