// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/lanes.hpp"

#include <array>

/// The one-dimensional transformations of Winograd's F(4, 3): four outputs y of a kernel g of three weights,
/// from six inputs d,
///
///     y = A^T [(G g) * (B^T d)]        * number by number
///
/// by six products instead of twelve (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks",
/// CVPR 2016). The matrices evaluate polynomials at 0, +-p, +-q and infinity and interpolate between them.
/// With p = 5/8 and q = 3/2 a convolution of 64 channels of normally distributed numbers is 8e-7 from the
/// direct one, relative, with the usual 1 and 2 it is 1.7e-6.
///
/// For functions marked NETWRIGHT_VECTORISED and [[gnu::flatten]], into which all of this is inlined.
namespace netwright::tensor::winograd {

template <std::int64_t Count> using Line = std::array<LaneVector, Count>;

inline constexpr float kP = 0.625F;
inline constexpr float kQ = 1.5F;
inline constexpr float kP2 = kP * kP;
inline constexpr float kQ2 = kQ * kQ;
inline constexpr float kP3 = kP2 * kP;
inline constexpr float kQ3 = kQ2 * kQ;
/// One through the product of the differences of a point to the finite others.
inline constexpr float kAtZero = 1.F / (kP2 * kQ2);
inline constexpr float kAtP = 0.5F / (kP2 * (kP2 - kQ2));
inline constexpr float kAtQ = 0.5F / (kQ2 * (kQ2 - kP2));

/// B^T d
struct InputTransform {
    static constexpr std::int64_t kFrom = 6;
    static constexpr std::int64_t kTo = 6;

    [[gnu::always_inline]] void operator()(const Line<kFrom>& d, Line<kTo>& result) const
    {
        const LaneVector evenP = d[4] - kQ2 * d[2];
        const LaneVector oddP = kP * (d[3] - kQ2 * d[1]);
        const LaneVector evenQ = d[4] - kP2 * d[2];
        const LaneVector oddQ = kQ * (d[3] - kP2 * d[1]);
        result[0] = d[4] - (kP2 + kQ2) * d[2] + (kP2 * kQ2) * d[0];
        result[1] = evenP + oddP;
        result[2] = evenP - oddP;
        result[3] = evenQ + oddQ;
        result[4] = evenQ - oddQ;
        result[5] = d[5] - (kP2 + kQ2) * d[3] + (kP2 * kQ2) * d[1];
    }
};

/// A^T m
struct InverseTransform {
    static constexpr std::int64_t kFrom = 6;
    static constexpr std::int64_t kTo = 4;

    [[gnu::always_inline]] void operator()(const Line<kFrom>& m, Line<kTo>& result) const
    {
        const LaneVector evenP = m[1] + m[2];
        const LaneVector oddP = m[1] - m[2];
        const LaneVector evenQ = m[3] + m[4];
        const LaneVector oddQ = m[3] - m[4];
        result[0] = m[0] + evenP + evenQ;
        result[1] = kP * oddP + kQ * oddQ;
        result[2] = kP2 * evenP + kQ2 * evenQ;
        result[3] = kP3 * oddP + kQ3 * oddQ + m[5];
    }
};

/// A y: back from the outputs' gradients to those of the products.
struct InverseTransformGradient {
    static constexpr std::int64_t kFrom = 4;
    static constexpr std::int64_t kTo = 6;

    [[gnu::always_inline]] void operator()(const Line<kFrom>& y, Line<kTo>& result) const
    {
        const LaneVector evenP = y[0] + kP2 * y[2];
        const LaneVector oddP = kP * y[1] + kP3 * y[3];
        const LaneVector evenQ = y[0] + kQ2 * y[2];
        const LaneVector oddQ = kQ * y[1] + kQ3 * y[3];
        result[0] = y[0];
        result[1] = evenP + oddP;
        result[2] = evenP - oddP;
        result[3] = evenQ + oddQ;
        result[4] = evenQ - oddQ;
        result[5] = y[3];
    }
};

/// G g
struct KernelTransform {
    static constexpr std::int64_t kFrom = 3;
    static constexpr std::int64_t kTo = 6;

    [[gnu::always_inline]] void operator()(const Line<kFrom>& g, Line<kTo>& result) const
    {
        const LaneVector evenP = kAtP * g[0] + (kAtP * kP2) * g[2];
        const LaneVector oddP = (kAtP * kP) * g[1];
        const LaneVector evenQ = kAtQ * g[0] + (kAtQ * kQ2) * g[2];
        const LaneVector oddQ = (kAtQ * kQ) * g[1];
        result[0] = kAtZero * g[0];
        result[1] = evenP + oddP;
        result[2] = evenP - oddP;
        result[3] = evenQ + oddQ;
        result[4] = evenQ - oddQ;
        result[5] = g[2];
    }
};

/// G^T u: back to the gradients of the weights.
struct KernelTransformGradient {
    static constexpr std::int64_t kFrom = 6;
    static constexpr std::int64_t kTo = 3;

    [[gnu::always_inline]] void operator()(const Line<kFrom>& u, Line<kTo>& result) const
    {
        const LaneVector evenP = u[1] + u[2];
        const LaneVector oddP = u[1] - u[2];
        const LaneVector evenQ = u[3] + u[4];
        const LaneVector oddQ = u[3] - u[4];
        result[0] = kAtZero * u[0] + kAtP * evenP + kAtQ * evenQ;
        result[1] = (kAtP * kP) * oddP + (kAtQ * kQ) * oddQ;
        result[2] = (kAtP * kP2) * evenP + (kAtQ * kQ2) * evenQ + u[5];
    }
};

/// The same for squares, first down the columns, then along the rows: load(row, column, vector) gives a
/// number of the square, store(row, column, vector) takes one of the result.
template <class Transform, class Load, class Store>
[[gnu::always_inline]] inline void transformSquare(const Load& load, const Store& store)
{
    constexpr auto kFrom = Transform::kFrom;
    constexpr auto kTo = Transform::kTo;
    std::array<Line<kFrom>, kTo> rows;
    for (std::int64_t column = 0; column < kFrom; ++column) {
        Line<kFrom> line;
        Line<kTo> result;
        for (std::int64_t row = 0; row < kFrom; ++row)
            load(row, column, line[row]);
        Transform {}(line, result);
        for (std::int64_t row = 0; row < kTo; ++row)
            rows[row][column] = result[row];
    }
    for (std::int64_t row = 0; row < kTo; ++row) {
        Line<kTo> result;
        Transform {}(rows[row], result);
        for (std::int64_t column = 0; column < kTo; ++column)
            store(row, column, result[column]);
    }
}

} // namespace netwright::tensor::winograd
