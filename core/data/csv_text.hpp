// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::data {

/// Walks over the records of a text by RFC 4180: fields may be quoted, then they may hold separators, line
/// ends and doubled quotes. More than the RFC: any line end serves, blank lines are skipped, spaces around a
/// field that is not quoted do not count, and a run of spaces is one separator where the separator is a
/// space.
class CsvReader {
public:
    /// `name` is what errors call the text. Both must outlive the reader.
    CsvReader(std::string_view text, char separator, const std::string& name);

    /// Moves to the next record; false at the end.
    [[nodiscard]] Result<bool> next();
    [[nodiscard]] std::span<const std::string> fields() const { return std::span(m_fields).first(m_count); }
    [[nodiscard]] std::int64_t line() const { return m_recordLine; } ///< where the record begins, from 1
    [[nodiscard]] std::size_t position() const { return m_at; } ///< bytes behind the reader
    [[nodiscard]] std::string where() const; ///< "iris.csv line 7"

private:
    [[nodiscard]] bool atLineEnd() const;
    void skipBlankLines();
    void skipLineEnd();
    void skipSpaces();
    [[nodiscard]] std::string& newField();
    [[nodiscard]] Status readQuoted(std::string& field);
    void readPlain(std::string& field);
    [[nodiscard]] Status readField();

    std::string_view m_text;
    char m_separator;
    const std::string& m_name;
    std::size_t m_at = 0;
    std::int64_t m_line = 1;
    std::int64_t m_recordLine = 1;
    std::vector<std::string> m_fields; ///< kept between records, for their memory
    std::size_t m_count = 0;
};

/// Without a byte order mark. Zero bytes and what is not UTF-8 are errors that name the line.
[[nodiscard]] Result<std::string_view> checkedText(std::string_view text, const std::string& name);

/// The separator among , ; tab | and space that cuts the first records into most fields, all alike.
[[nodiscard]] char detectSeparator(std::string_view text);

} // namespace netwright::data
