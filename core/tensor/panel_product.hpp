// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/lanes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

/// A matrix product for factors that lie in a cache, where a call of oneDNN would cost too much beside it:
/// all sums of a few rows and a panel of columns in registers. For functions marked NETWRIGHT_VECTORISED,
/// into which all of this is inlined.
namespace netwright::tensor::panel_product {

inline constexpr std::int64_t kPanelVectors = 4;
inline constexpr std::int64_t kPanel = kPanelVectors * kLanes; ///< columns; the last panel may have fewer

/// A matrix in panels, one behind the other, each of which has its rows side by side: where the panel with
/// `column` begins, and how wide it is.
[[gnu::always_inline]] inline std::int64_t panelOffset(std::int64_t rows, std::int64_t column)
{
    return rows * (column / kPanel * kPanel);
}
[[gnu::always_inline]] inline std::int64_t panelWidth(std::int64_t columns, std::int64_t column)
{
    return std::min(kPanel, columns - column / kPanel * kPanel);
}

/// The left factor: element (r, i) lies at [r * row + i * inner].
struct Left {
    const float* numbers;
    std::int64_t row;
    std::int64_t inner;

    [[nodiscard]] Left from(std::int64_t r) const { return { numbers + r * row, row, inner }; }
};

/// What is left P, or is added to; its columns lie side by side.
struct Sums {
    float* numbers;
    std::int64_t row;
    bool areAdded;

    [[nodiscard]] Sums from(std::int64_t r) const { return { numbers + r * row, row, areAdded }; }
};

template <std::size_t Rows, std::size_t Vectors>
[[gnu::always_inline]] inline void multiplyRows(const Left& left, const float* panel, std::int64_t inner,
                                                const Sums& sums)
{
    std::array<std::array<LaneVector, Vectors>, Rows> sum {};
    const auto place = [&](std::size_t r, std::size_t n) {
        return sums.numbers + static_cast<std::int64_t>(r) * sums.row + static_cast<std::int64_t>(n) * kLanes;
    };
    if (sums.areAdded) {
        for (std::size_t r = 0; r < Rows; ++r)
            for (std::size_t n = 0; n < Vectors; ++n)
                loadLanes(place(r, n), sum[r][n]);
    }
    for (std::int64_t i = 0; i < inner; ++i) {
        std::array<LaneVector, Vectors> row;
        for (std::size_t n = 0; n < Vectors; ++n)
            loadLanes(panel
                          + (i * static_cast<std::int64_t>(Vectors) + static_cast<std::int64_t>(n)) * kLanes,
                      row[n]);
        for (std::size_t r = 0; r < Rows; ++r) {
            const float factor = left.numbers[static_cast<std::int64_t>(r) * left.row + i * left.inner];
            for (std::size_t n = 0; n < Vectors; ++n)
                sum[r][n] += factor * row[n];
        }
    }
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t n = 0; n < Vectors; ++n)
            storeLanes(sum[r][n], place(r, n));
}

/// As many rows at a time as fill three quarters of AVX-512's registers with sums, then the rest in twos.
template <std::size_t Vectors>
[[gnu::always_inline]] inline void multiplyPanel(const Left& left, std::int64_t rows, const float* panel,
                                                 std::int64_t inner, const Sums& sums)
{
    constexpr std::size_t kRows = std::min<std::size_t>(24 / Vectors, 12);
    std::int64_t r = 0;
    for (; r + static_cast<std::int64_t>(kRows) <= rows; r += static_cast<std::int64_t>(kRows))
        multiplyRows<kRows, Vectors>(left.from(r), panel, inner, sums.from(r));
    for (; r + 2 <= rows; r += 2)
        multiplyRows<2, Vectors>(left.from(r), panel, inner, sums.from(r));
    if (r < rows)
        multiplyRows<1, Vectors>(left.from(r), panel, inner, sums.from(r));
}

/// sums = left P, or sums += left P. P has `inner` rows and `columns` columns, a multiple of kLanes, in
/// panels.
[[gnu::always_inline]] inline void multiply(const Left& left, std::int64_t rows, const float* panels,
                                            std::int64_t inner, std::int64_t columns, const Sums& sums)
{
    for (std::int64_t column = 0; column < columns; column += kPanel) {
        const auto* panel = panels + panelOffset(inner, column);
        const Sums part { sums.numbers + column, sums.row, sums.areAdded };
        switch (panelWidth(columns, column) / kLanes) {
        case 1:
            multiplyPanel<1>(left, rows, panel, inner, part);
            break;
        case 2:
            multiplyPanel<2>(left, rows, panel, inner, part);
            break;
        case 3:
            multiplyPanel<3>(left, rows, panel, inner, part);
            break;
        default:
            multiplyPanel<kPanelVectors>(left, rows, panel, inner, part);
        }
    }
}

} // namespace netwright::tensor::panel_product
