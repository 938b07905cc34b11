// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace netwright::data {

enum class CsvValueType {
    Missing, ///< nothing, "NA", "N/A", "NaN", "null" or "?", in any case
    Number,
    NotFinite, ///< "inf", or a number beyond float32
    Text,
};

struct CsvValue {
    CsvValueType type = CsvValueType::Missing;
    float number = 0;
};

/// What a field holds. Decimal points only, whatever the locale.
[[nodiscard]] CsvValue csvValue(std::string_view field);

} // namespace netwright::data
