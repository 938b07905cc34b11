// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <nlohmann/json_fwd.hpp>

namespace netwright::network {

/// "notes": [{"text", "position": [x, y], "size": [width, height], "colour"}] and
/// "groups": [{"name", "colour", "nodes": ["conv1", ...]}], each left out where there is none. Members that
/// are gone are left out too.
void writeAnnotations(const Network& network, nlohmann::ordered_json& json);
/// Into a network that has its nodes already. Too many of them, unknown colours, unknown and doubled members
/// are errors.
[[nodiscard]] Status readAnnotations(const nlohmann::ordered_json& json, const std::string& where,
                                     Network& network);

} // namespace netwright::network
