// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/shape.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::tensor {

/// What a column of a dataset holds. Image, Vector, Number and Sequence are float32 where they reach a
/// network, Category int32. A Sequence holds token ids: whole numbers, which float32 keeps exactly up to
/// 2^24.
enum class ColumnType { Image, Vector, Number, Category, Sequence };

/// The largest vocabulary of a Sequence.
inline constexpr std::int64_t kMaximumVocabulary = 1 << 24;

struct Column {
    std::string name;
    ColumnType type = ColumnType::Number;
    Shape shape; ///< per sample; () for Number and Category, (T) for Sequence
    std::vector<std::string> categories = {}; ///< of a Category: the class names, by class number
    std::int64_t vocabulary = 0; ///< of a Sequence: its ids are from 0 to below it
    bool operator==(const Column&) const = default;
};

/// What a dataset offers to a network: its columns, in order.
struct Signature {
    std::vector<Column> columns;

    [[nodiscard]] const Column* find(std::string_view name) const
    {
        const auto it = std::ranges::find(columns, name, &Column::name);
        return it == columns.end() ? nullptr : &*it;
    }
    bool operator==(const Signature&) const = default;
};

} // namespace netwright::tensor
