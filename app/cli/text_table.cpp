// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_table.hpp"

#include <algorithm>
#include <cassert>

namespace netwright::cli {

namespace {
    constexpr std::size_t kGap = 2;
    constexpr std::size_t kNarrowest = 24; ///< a last cell is not squeezed further

    /// Characters of UTF-8: the bytes that do not go on with another.
    std::size_t widthOf(std::string_view text)
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
    }

    std::string padded(const std::string& text, std::size_t width, bool isRight)
    {
        const std::string space(width - std::min(width, widthOf(text)), ' ');
        return isRight ? space + text : text + space;
    }
} // namespace

TextTable::TextTable(const std::vector<std::string>& headings)
{
    std::vector<std::string> shown;
    for (const std::string& heading : headings) {
        m_isRight.push_back(heading.starts_with('>'));
        shown.push_back(heading.substr(m_isRight.back() ? 1 : 0));
    }
    if (std::ranges::any_of(shown, [](const std::string& heading) { return !heading.empty(); }))
        m_rows.push_back(std::move(shown));
}

void TextTable::add(std::vector<std::string> cells)
{
    assert(cells.size() == m_isRight.size());
    m_rows.push_back(std::move(cells));
}

std::vector<std::size_t> TextTable::widths() const
{
    std::vector<std::size_t> widths(m_isRight.size(), 0);
    for (const auto& row : m_rows)
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], widthOf(row[column]));
    return widths;
}

std::string TextTable::text(std::size_t indent, std::size_t width) const
{
    const auto widths = this->widths();
    const std::size_t last = widths.size() - 1;
    std::string all;
    for (const auto& row : m_rows) {
        std::string line(indent, ' ');
        for (std::size_t column = 0; column < last; ++column)
            line += padded(row[column], widths[column], m_isRight[column]) + std::string(kGap, ' ');
        const std::size_t begin = widthOf(line);
        const std::size_t room = std::max(width, begin + kNarrowest) - begin;
        for (const std::string& part : wrapped(row[last], room)) {
            line += m_isRight[last] ? padded(part, widths[last], true) : part;
            line.erase(line.find_last_not_of(' ') + 1);
            all += line + '\n';
            line.assign(begin, ' ');
        }
    }
    return all;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines { "" };
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string word(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        std::string& line = lines.back();
        if (!line.empty() && widthOf(line) + 1 + widthOf(word) > width)
            lines.push_back(word);
        else
            line += (line.empty() ? "" : " ") + word;
    }
    return lines;
}

} // namespace netwright::cli
