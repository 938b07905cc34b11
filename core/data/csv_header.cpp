// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_header.hpp"

#include "core/data/csv_text.hpp"
#include "core/data/csv_value.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace netwright::data {

namespace {
    bool mayBeNames(const std::vector<std::string>& record)
    {
        for (std::size_t column = 0; column < record.size(); ++column) {
            const bool isUnnamedFirst = column == 0 && record[column].empty() && record.size() > 1;
            if (!isUnnamedFirst && csvValue(record[column]).type != CsvValueType::Text)
                return false;
        }
        return true;
    }
} // namespace

bool detectHeader(std::string_view text, char separator)
{
    constexpr int kRecords = 1000;
    const std::string name;
    CsvReader reader(text, separator, name);
    if (!reader.next().value_or(false))
        return false;
    const std::vector<std::string> first(reader.fields().begin(), reader.fields().end());
    if (!mayBeNames(first))
        return false;
    std::vector<bool> hasNumbers(first.size(), false);
    std::vector<bool> hasTexts(first.size(), false);
    bool comesAgain = false;
    for (int record = 0; record < kRecords && reader.next().value_or(false); ++record) {
        const auto fields = reader.fields();
        for (std::size_t column = 0; column < std::min(first.size(), fields.size()); ++column) {
            const auto type = csvValue(fields[column]).type;
            hasNumbers[column] = hasNumbers[column] || type == CsvValueType::Number;
            hasTexts[column] = hasTexts[column] || type == CsvValueType::Text;
            comesAgain = comesAgain || fields[column] == first[column];
        }
    }
    for (std::size_t column = 0; column < first.size(); ++column) {
        if (hasNumbers[column] && !hasTexts[column])
            return true;
    }
    return !comesAgain;
}

} // namespace netwright::data
