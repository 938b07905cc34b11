// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace netwright {

/// A value as messages show it: cut where it is long, with a stand-in for what is not UTF-8.
[[nodiscard]] std::string shown(const nlohmann::ordered_json& json);

} // namespace netwright
