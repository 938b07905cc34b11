// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace netwright {

namespace {
    constexpr std::size_t kLongestName = 64;
    constexpr std::size_t kMostListed = 8;

    /// How many letters must be added, removed or changed (Levenshtein), row by row.
    std::size_t distanceOf(std::string_view left, std::string_view right)
    {
        std::vector<std::size_t> row(right.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t { 0 });
        for (std::size_t i = 0; i < left.size(); ++i) {
            auto diagonal = std::exchange(row[0], i + 1);
            for (std::size_t j = 0; j < right.size(); ++j) {
                const auto changed = diagonal + (left[i] == right[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({ changed, row[j] + 1, diagonal + 1 });
            }
        }
        return row.back();
    }
} // namespace

std::string spellingHint(std::string_view name, std::span<const std::string_view> known)
{
    const auto far = std::max<std::size_t>(1, name.size() / 3) + 1; // too many slips for one word
    auto nearest = far;
    std::string_view meant;
    for (const auto other : known) {
        if (name.size() > kLongestName || other.size() > kLongestName)
            continue;
        if (const auto distance = distanceOf(name, other); distance < nearest) {
            nearest = distance;
            meant = other;
        }
    }
    if (!meant.empty())
        return fmt::format("; did you mean \"{}\"?", meant);
    if (known.empty() || known.size() > kMostListed)
        return {};
    if (known.size() == 1)
        return fmt::format("; expected \"{}\"", known[0]);
    return fmt::format("; expected \"{}\" or \"{}\"", fmt::join(known.first(known.size() - 1), "\", \""),
                       known.back());
}

std::string fileSpellingHint(std::string_view name, std::span<const std::string_view> known)
{
    auto hint = spellingHint(name, known);
    return hint.ends_with('?') ? hint : hint + "; was the file written by a newer Netwright?";
}

} // namespace netwright
