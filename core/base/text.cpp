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

} // namespace netwright
