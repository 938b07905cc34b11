// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/source.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace netwright::data {

/// How numbers are brought to a common scale. Fitted on the training part only.
enum class Normalisation {
    None,
    Range, ///< (x - min) / (max - min): images by 0 and 255, others per feature
    Standard, ///< (x - mean) / standard deviation: images per channel, others per feature
};

[[nodiscard]] std::string_view idOf(Normalisation normalisation); ///< "none", "range", "standard"
[[nodiscard]] Result<Normalisation> normalisationFromId(std::string_view id);

/// (x - offset) * factor for one column: the same for all numbers, or one for each run of `repeat` numbers of
/// a row.
struct Scale {
    std::vector<float> factor; ///< one, one a channel, or one a feature; empty: leave alone
    std::vector<float> offset;
    std::size_t repeat = 1; ///< numbers that share a factor: the pixels of a channel

    /// Whole rows, in place.
    void apply(std::span<float> numbers) const;
    bool operator==(const Scale&) const = default;
};

/// Looks at the given rows of a column only. A number that never changes becomes 0. Number columns (targets),
/// sequences and categories keep their values.
[[nodiscard]] Result<Scale> fitScale(const Source& source, std::size_t column,
                                     std::span<const std::int64_t> rows, Normalisation normalisation,
                                     const Progress& progress);

} // namespace netwright::data
