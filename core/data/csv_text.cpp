// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_text.hpp"

#include <algorithm>

namespace netwright::data {

namespace {
    constexpr std::size_t kMaximumFields = 100'000;

    bool isBlank(char c) { return c == ' ' || c == '\t'; }

    /// Bytes of the UTF-8 character at the front, 0 where there is none (RFC 3629: no surrogates, no overlong
    /// forms).
    std::size_t characterLength(std::string_view text)
    {
        const auto byte
            = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
        const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
        const unsigned lead = byte(0);
        if (lead < 0x80)
            return lead == 0 ? 0 : 1;
        if (lead >= 0xC2 && lead <= 0xDF)
            return follows(1) ? 2 : 0;
        if (lead >= 0xE0 && lead <= 0xEF) {
            const bool isForbidden = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F);
            return !isForbidden && follows(1) && follows(2) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            const bool isForbidden = (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F);
            return !isForbidden && follows(1) && follows(2) && follows(3) ? 4 : 0;
        }
        return 0;
    }
} // namespace

CsvReader::CsvReader(std::string_view text, char separator, const std::string& name)
    : m_text(text)
    , m_separator(separator)
    , m_name(name)
{
}

std::string CsvReader::where() const { return fmt::format("{} line {}", m_name, m_recordLine); }

bool CsvReader::atLineEnd() const
{
    return m_at >= m_text.size() || m_text[m_at] == '\n' || m_text[m_at] == '\r';
}

void CsvReader::skipLineEnd()
{
    if (m_at >= m_text.size())
        return;
    m_at += m_text.substr(m_at, 2) == "\r\n" ? 2 : 1;
    ++m_line;
}

void CsvReader::skipSpaces()
{
    while (m_at < m_text.size() && isBlank(m_text[m_at])
           && (m_separator == ' ' || m_text[m_at] != m_separator))
        ++m_at;
}

void CsvReader::skipBlankLines()
{
    while (m_at < m_text.size()) {
        const auto start = m_at;
        skipSpaces();
        if (!atLineEnd()) {
            m_at = start;
            return;
        }
        skipLineEnd();
    }
}

std::string& CsvReader::newField()
{
    if (m_count == m_fields.size())
        m_fields.emplace_back();
    auto& field = m_fields[m_count++];
    field.clear();
    return field;
}

Result<bool> CsvReader::next()
{
    m_count = 0;
    skipBlankLines();
    if (m_at >= m_text.size())
        return false;
    m_recordLine = m_line;
    while (true) {
        if (auto read = readField(); !read)
            return failed(read);
        if (m_separator == ' ')
            skipSpaces();
        if (atLineEnd()) {
            skipLineEnd();
            return true;
        }
        if (m_count >= kMaximumFields)
            return fail(where(), "expected at most {} fields, found more; is it a text in lines?",
                        kMaximumFields);
        m_at += m_separator == ' ' ? 0 : 1;
    }
}

Status CsvReader::readField()
{
    auto& field = newField();
    skipSpaces();
    if (m_at < m_text.size() && m_text[m_at] == '"')
        return readQuoted(field);
    readPlain(field);
    return {};
}

void CsvReader::readPlain(std::string& field)
{
    const auto start = m_at;
    while (!atLineEnd() && m_text[m_at] != m_separator)
        ++m_at;
    auto end = m_at;
    while (end > start && isBlank(m_text[end - 1]))
        --end;
    field.assign(m_text.substr(start, end - start));
}

Status CsvReader::readQuoted(std::string& field)
{
    const auto opened = m_line;
    ++m_at;
    while (true) {
        const auto stop = m_text.find('"', m_at);
        if (stop == std::string_view::npos)
            return fail(
                fmt::format("{} line {}", m_name, opened),
                "a quote is opened and never closed; close it, or double it where it is part of the text");
        const auto piece = m_text.substr(m_at, stop - m_at);
        m_line += std::ranges::count(piece, '\n');
        field += piece;
        m_at = stop + 1;
        if (m_at >= m_text.size() || m_text[m_at] != '"')
            break;
        field += '"';
        ++m_at;
    }
    const bool isSpaced = m_separator == ' ' && !atLineEnd() && isBlank(m_text[m_at]);
    skipSpaces();
    if (!atLineEnd() && !isSpaced && m_text[m_at] != m_separator)
        return fail(fmt::format("{} line {}", m_name, m_line),
                    "expected a separator or the line's end after a closing quote, found \"{}\"; "
                    "double the quotes that are part of the text",
                    m_text.substr(m_at, std::max<std::size_t>(1, characterLength(m_text.substr(m_at)))));
    return {};
}

Result<std::string_view> checkedText(std::string_view text, const std::string& name)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    for (std::size_t at = 0; at < text.size();) {
        const auto length = characterLength(text.substr(at));
        if (length == 0)
            return fail(fmt::format("{} line {}", name, 1 + std::ranges::count(text.substr(0, at), '\n')),
                        "expected text in UTF-8, found byte 0x{:02x}; save the file as UTF-8 text",
                        static_cast<unsigned char>(text[at]));
        at += length;
    }
    return text;
}

char detectSeparator(std::string_view text)
{
    constexpr int kRecords = 50;
    char best = ',';
    std::pair<bool, std::size_t> bestScore { false, 1 };
    for (const char separator : { ',', ';', '\t', '|', ' ' }) {
        const std::string name;
        CsvReader reader(text, separator, name);
        std::size_t first = 0;
        bool isEven = true;
        for (int record = 0; record < kRecords && reader.next().value_or(false); ++record) {
            first = record == 0 ? reader.fields().size() : first;
            isEven = isEven && reader.fields().size() == first;
        }
        // Uneven rows are told apart by the first; only commas to spaces that cut at all count.
        const std::pair score { isEven && first > 1, first };
        if (score > bestScore) {
            best = separator;
            bestScore = score;
        }
    }
    return best;
}

} // namespace netwright::data
