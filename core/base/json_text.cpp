// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.hpp"

#include <nlohmann/json.hpp>

namespace netwright {

std::string shown(const nlohmann::ordered_json& json)
{
    constexpr std::size_t kLongest = 60;
    auto text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (text.size() <= kLongest)
        return text;
    auto end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) // not within a character
        --end;
    return text.substr(0, end) + "...";
}

} // namespace netwright
