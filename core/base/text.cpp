// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.hpp"

namespace netwright {

std::string cut(std::string_view text, std::size_t longest)
{
    if (text.size() <= longest)
        return std::string(text);
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "...";
}

std::string grouped(std::int64_t number)
{
    auto text = std::to_string(number);
    const int first = number < 0 ? 1 : 0;
    for (auto at = static_cast<int>(text.size()) - 3; at > first; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

} // namespace netwright
