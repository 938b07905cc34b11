// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <nlohmann/json_fwd.hpp>

namespace netwright::network {

/// "blocks": {"Residual": {"nodes": [...], "links": [...], "parameters": {"filters": ["conv1.filters",
/// "conv2.filters"]}}}, left out where there is none; "parameters" are those exposed, and what takes them.
void writeBlocks(const Network& network, nlohmann::ordered_json& json);
/// Into a network that has no nodes yet. Definitions may stand in any order, but none may contain itself.
[[nodiscard]] Status readBlocks(const nlohmann::ordered_json& json, const std::string& where,
                                Network& network);

/// "nodes", "links" and what else stands on one canvas, whose blocks are those of `definitions`.
void writeCanvas(const Network& canvas, const Network& definitions, nlohmann::ordered_json& json);
[[nodiscard]] Status readCanvas(const nlohmann::ordered_json& json, const Network& definitions,
                                const std::string& where, Network& canvas);

} // namespace netwright::network
