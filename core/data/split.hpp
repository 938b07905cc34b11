// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace netwright::data {

enum class Part { Train, Validation, Test };
[[nodiscard]] std::string_view idOf(Part part); ///< "train", "validation", "test"
[[nodiscard]] Result<Part> partFromId(std::string_view id);

struct Split {
    double validation = 0.1; ///< share of the rows that are not the source's own test part
    double test = 0.1; ///< ignored where the source has a test part of its own
    std::uint64_t seed = 1;
    bool operator==(const Split&) const = default;
};

/// The rows of each Part, by its number, each part in ascending order.
using PartRows = std::array<std::vector<std::int64_t>, 3>;

/// Rows are drawn at random, by the seed alone. Rows from `firstTestRow` on are the test part. A part keeps
/// at most `limit` rows, drawn at random too (0: all).
[[nodiscard]] Result<PartRows> splitRows(const Split& split, std::int64_t rows,
                                         std::optional<std::int64_t> firstTestRow, std::int64_t limit);

} // namespace netwright::data
