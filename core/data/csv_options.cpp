// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_options.hpp"

namespace netwright::data {

namespace {
    std::optional<char> separatorOf(const std::string& id)
    {
        for (const auto& [name, separator] :
             { std::pair("comma", ','), std::pair("semicolon", ';'), std::pair("tab", '\t'),
               std::pair("pipe", '|'), std::pair("space", ' ') }) {
            if (id == name)
                return separator;
        }
        return std::nullopt;
    }
} // namespace

CsvOptions csvOptions(const ParameterValues& values)
{
    const auto& header = values.text("header");
    const auto& type = values.text("target_type");
    return { .separator = separatorOf(values.text("separator")),
             .hasHeader = header == "auto" ? std::nullopt : std::optional(header == "yes"),
             .dropsMissing = values.text("missing") == "drop",
             .target = values.text("target"),
             .targetType = type == "number" ? TargetType::Number
                 : type == "category"       ? TargetType::Category
                                            : TargetType::Auto };
}

} // namespace netwright::data
