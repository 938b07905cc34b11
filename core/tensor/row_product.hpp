// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/lanes.hpp"

#include <cstdint>
#include <cstring>

/// The small matrix product inside a recurrent layer's loop over time, where a call of oneDNN would cost more
/// than the product: four rows at a time against a panel of 64 columns, with all sums in registers. For
/// functions marked NETWRIGHT_VECTORISED, into which all of this is inlined.
namespace netwright::tensor {

inline constexpr std::int64_t kPanelColumns = 4 * kLanes;
inline constexpr std::int64_t kProductRows = 4;

/// 64 columns of one row.
struct PanelRow {
    LaneVector first;
    LaneVector second;
    LaneVector third;
    LaneVector fourth;
};

[[gnu::always_inline]] inline PanelRow loadRow(const float* from)
{
    PanelRow row;
    std::memcpy(&row, from, sizeof row);
    return row;
}

[[gnu::always_inline]] inline void storeRow(const PanelRow& row, float* to)
{
    std::memcpy(to, &row, sizeof row);
}

[[gnu::always_inline]] inline void addMultiple(PanelRow& sum, float factor, const PanelRow& row)
{
    sum.first += factor * row.first;
    sum.second += factor * row.second;
    sum.third += factor * row.third;
    sum.fourth += factor * row.fourth;
}

/// Adds left[r] P to the r-th of four rows of sums. P is a panel of `inner` rows; each sum runs from the
/// panel's first row to its last, whatever else is computed beside it.
[[gnu::always_inline]] inline void addProduct(const float* const (&left)[kProductRows], const float* panel,
                                              std::int64_t inner, PanelRow (&sums)[kProductRows])
{
    PanelRow sum0 = sums[0];
    PanelRow sum1 = sums[1];
    PanelRow sum2 = sums[2];
    PanelRow sum3 = sums[3];
    for (std::int64_t k = 0; k < inner; ++k) {
        const auto row = loadRow(panel + k * kPanelColumns);
        addMultiple(sum0, left[0][k], row);
        addMultiple(sum1, left[1][k], row);
        addMultiple(sum2, left[2][k], row);
        addMultiple(sum3, left[3][k], row);
    }
    sums[0] = sum0;
    sums[1] = sum1;
    sums[2] = sum2;
    sums[3] = sum3;
}

} // namespace netwright::tensor
