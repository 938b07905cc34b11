// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::cli {

inline constexpr std::size_t kTextWidth = 100; ///< of what is written for people, in characters

/// Rows of cells, each column as wide as its widest cell. Columns whose heading begins with ">" are flush
/// right.
class TextTable {
public:
    /// Headings that are all empty are not shown.
    explicit TextTable(const std::vector<std::string>& headings);

    void add(std::vector<std::string> cells); ///< as many as there are headings
    /// Each line indented by `indent`; where the last cell would pass `width`, it goes on below itself.
    [[nodiscard]] std::string text(std::size_t indent, std::size_t width) const;

private:
    [[nodiscard]] std::vector<std::size_t> widths() const;

    std::vector<bool> m_isRight;
    std::vector<std::vector<std::string>> m_rows;
};

/// The lines of a text, broken at spaces where they would be longer than `width` characters; a longer word
/// has a line of its own.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

} // namespace netwright::cli
