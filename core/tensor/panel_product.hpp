// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/lanes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

/// A matrix product for factors that lie in a cache, where a call of oneDNN would cost too much beside it:
/// all sums of a few rows and a panel of columns in registers. Unlike row_product.hpp it may read its left
/// factor either way, has panels of any width, and lets nothing happen between two products. For functions
/// marked NETWRIGHT_VECTORISED and [[gnu::flatten]], into which all of this is inlined.
namespace netwright::tensor::panel_product {

inline constexpr std::int64_t kPanelVectors = 4;
inline constexpr std::int64_t kPanel = kPanelVectors * kLanes; ///< columns; the last panel may have fewer

/// How many rows are multiplied at a time with a panel of so many vectors: their sums and a row of the panel
/// fit into AVX-512's 32 registers, and there are enough of them to hide how long a sum takes.
constexpr std::int64_t rowsAtOnce(std::int64_t vectors) { return std::min<std::int64_t>(24 / vectors, 12); }

/// A matrix in panels, one behind the other, each of which has its rows side by side: where the panel of
/// `column` begins, and how wide it is.
constexpr std::int64_t panelOffset(std::int64_t rows, std::int64_t column)
{
    return rows * (column / kPanel * kPanel);
}
constexpr std::int64_t panelWidth(std::int64_t columns, std::int64_t column)
{
    return std::min(kPanel, columns - column / kPanel * kPanel);
}

/// The left factor: element (r, i) lies at [r * row + i * inner].
struct Left {
    const float* numbers;
    std::int64_t row;
    std::int64_t inner;

    [[nodiscard]] Left startingAt(std::int64_t r) const { return { numbers + r * row, row, inner }; }
};

/// Where the product goes, its columns side by side.
struct Sums {
    float* numbers;
    std::int64_t row;
    bool areAddedTo;

    [[nodiscard]] Sums startingAt(std::int64_t r) const { return { numbers + r * row, row, areAddedTo }; }
};

/// left x panels, of (rows, inner) and (inner, columns); columns are a multiple of kLanes.
struct Product {
    Left left;
    std::int64_t rows;
    const float* panels;
    std::int64_t inner;
    std::int64_t columns;
};

template <std::int64_t Rows, std::int64_t Vectors>
void multiplyRows(const Left& left, const float* panel, std::int64_t inner, const Sums& sums)
{
    std::array<std::array<LaneVector, Vectors>, Rows> sum {};
    if (sums.areAddedTo) {
        for (std::int64_t r = 0; r < Rows; ++r)
            for (std::int64_t n = 0; n < Vectors; ++n)
                loadLanes(sums.numbers + r * sums.row + n * kLanes, sum[r][n]);
    }
    for (std::int64_t i = 0; i < inner; ++i) {
        std::array<LaneVector, Vectors> row;
        for (std::int64_t n = 0; n < Vectors; ++n)
            loadLanes(panel + (i * Vectors + n) * kLanes, row[n]);
        for (std::int64_t r = 0; r < Rows; ++r) {
            const float factor = left.numbers[r * left.row + i * left.inner];
            for (std::int64_t n = 0; n < Vectors; ++n)
                sum[r][n] += factor * row[n];
        }
    }
    for (std::int64_t r = 0; r < Rows; ++r)
        for (std::int64_t n = 0; n < Vectors; ++n)
            storeLanes(sum[r][n], sums.numbers + r * sums.row + n * kLanes);
}

template <std::int64_t Vectors>
void multiplyPanel(const Left& left, std::int64_t rows, const float* panel, std::int64_t inner,
                   const Sums& sums)
{
    constexpr auto kRows = rowsAtOnce(Vectors);
    std::int64_t r = 0;
    for (; r + kRows <= rows; r += kRows)
        multiplyRows<kRows, Vectors>(left.startingAt(r), panel, inner, sums.startingAt(r));
    for (; r + 2 <= rows; r += 2)
        multiplyRows<2, Vectors>(left.startingAt(r), panel, inner, sums.startingAt(r));
    if (r < rows)
        multiplyRows<1, Vectors>(left.startingAt(r), panel, inner, sums.startingAt(r));
}

/// sums = product, or sums += product.
inline void multiply(const Product& product, const Sums& sums)
{
    for (std::int64_t column = 0; column < product.columns; column += kPanel) {
        const auto* panel = product.panels + panelOffset(product.inner, column);
        const Sums part { sums.numbers + column, sums.row, sums.areAddedTo };
        switch (panelWidth(product.columns, column) / kLanes) {
        case 1:
            multiplyPanel<1>(product.left, product.rows, panel, product.inner, part);
            break;
        case 2:
            multiplyPanel<2>(product.left, product.rows, panel, product.inner, part);
            break;
        case 3:
            multiplyPanel<3>(product.left, product.rows, panel, product.inner, part);
            break;
        default:
            multiplyPanel<kPanelVectors>(product.left, product.rows, panel, product.inner, part);
        }
    }
}

} // namespace netwright::tensor::panel_product
