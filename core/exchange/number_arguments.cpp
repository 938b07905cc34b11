// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/number_arguments.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace netwright::exchange {

namespace {
    bool isDigit(char c) { return c >= '0' && c <= '9'; }
    /// Of a name or of a number that is not whole: conv1, 0.1, 1e-05.
    bool belongsToWord(char c)
    {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
    }
} // namespace

NumberedText NumberedText::of(std::string_view text)
{
    NumberedText result;
    std::string piece;
    while (!text.empty()) {
        const auto end = std::ranges::find_if_not(text, belongsToWord);
        auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        const bool isExponent = piece.ends_with("e-") || piece.ends_with("e+");
        if (!word.empty() && !isExponent && std::ranges::all_of(word, isDigit)) {
            result.pieces.push_back(std::exchange(piece, {}));
            result.numbers.emplace_back(word);
        } else {
            word = text.substr(0, std::max<std::size_t>(1, word.size()));
            piece += word;
        }
        text.remove_prefix(word.size());
    }
    result.pieces.push_back(piece);
    return result;
}

std::string NumberedText::with(const std::vector<std::string>& words) const
{
    assert(words.size() == numbers.size());
    std::string text = pieces[0];
    for (std::size_t i = 0; i < words.size(); ++i)
        text += words[i] + pieces[i + 1];
    return text;
}

NumberColumns columnsOf(const std::vector<const NumberedText*>& texts)
{
    NumberColumns columns(texts.front()->numbers.size());
    for (const auto* text : texts) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            columns[i].push_back(text->numbers[i]);
    }
    return columns;
}

bool varies(const std::vector<std::string>& column)
{
    return std::ranges::any_of(column, [&](const std::string& number) { return number != column.front(); });
}

} // namespace netwright::exchange
