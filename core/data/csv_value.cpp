// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <system_error>

namespace netwright::data {

namespace {
    bool equalsIgnoringCase(std::string_view text, std::string_view lower)
    {
        return std::ranges::equal(
            text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
    }

    bool isMissing(std::string_view field)
    {
        if (field.empty() || field == "?")
            return true;
        return std::ranges::any_of(
            std::initializer_list<std::string_view> { "na", "n/a", "nan", "null" },
            [field](std::string_view word) { return equalsIgnoringCase(field, word); });
    }
} // namespace

CsvValue csvValue(std::string_view field)
{
    if (isMissing(field))
        return { .type = CsvValueType::Missing };
    if (field.starts_with('+') && !field.starts_with("+-"))
        field.remove_prefix(1);
    double number = 0;
    const auto [end, code] = std::from_chars(field.data(), field.data() + field.size(), number);
    if (code == std::errc::invalid_argument || end != field.data() + field.size())
        return { .type = CsvValueType::Text };
    const bool fits = std::isfinite(number) && std::abs(number) <= std::numeric_limits<float>::max();
    if (code != std::errc() || !fits)
        return { .type = CsvValueType::NotFinite };
    return { .type = CsvValueType::Number, .number = static_cast<float>(number) };
}

} // namespace netwright::data
