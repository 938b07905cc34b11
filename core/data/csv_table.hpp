// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/progress.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::data {

/// One column of a table: numbers, or classes where any of its values is no number.
struct CsvColumn {
    std::string name;
    bool isCategory = false;
    std::vector<float> numbers = {}; ///< of a column of numbers, one a row
    std::vector<std::int32_t> classes = {}; ///< of a column of classes, one a row
    /// The classes, sorted: by value where all are numbers, else by their bytes.
    std::vector<std::string> categories = {};
};

struct CsvTable {
    std::vector<CsvColumn> columns;
    std::int64_t rows = 0;
    std::size_t target = 0; ///< the column to be predicted
};

enum class TargetType { Auto, Number, Category };

/// How to read; what is not set is detected.
struct CsvOptions {
    std::optional<char> separator;
    std::optional<bool> hasHeader;
    bool dropsMissing = false; ///< leaves rows with missing values out; else they are errors
    std::string target; ///< name of a column; empty: the last
    TargetType targetType = TargetType::Auto;
};

/// Reads a text twice: the first pass settles the types, the second keeps the values. Errors name the line
/// and the column. `name` is what they call the text.
[[nodiscard]] Result<CsvTable> readCsvTable(std::string_view text, const CsvOptions& options,
                                            const std::string& name, const Progress& progress);

} // namespace netwright::data
