// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.hpp"

#include "core/base/text.hpp"

#include <nlohmann/json.hpp>

namespace netwright {

std::string shown(const nlohmann::ordered_json& json)
{
    constexpr std::size_t kLongest = 60;
    return cut(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace), kLongest);
}

} // namespace netwright
