// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace netwright::tensor {

/// What slides over an image; height first.
struct Window2d {
    std::array<std::int64_t, 2> size { 1, 1 };
    std::array<std::int64_t, 2> stride { 1, 1 };
    std::array<std::int64_t, 2> paddingBegin { 0, 0 }; ///< above and left
    std::array<std::int64_t, 2> paddingEnd { 0, 0 }; ///< below and right
};

} // namespace netwright::tensor
