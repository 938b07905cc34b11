// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <nlohmann/json_fwd.hpp>

namespace netwright::network {

/// {"dataset": "...", "nodes": [{"name", "layer", "parameters", "position": [x, y]}],
///  "links": ["conv1 -> relu1", "a.output -> add1.right"]}. Port ids are left out where a node has one such
///  port. Optional: "notes", "groups", "flow": "right", and definitions of "blocks": see block_json.hpp.
/// The same form serves files, the clipboard and undo. Takes any value: a link to a layer that is gone, which
/// has no name, is left out; an unknown layer's parameters and ports are written as they are, and reading
/// names it.
[[nodiscard]] nlohmann::ordered_json toJson(const Network& network);
/// Unknown layers, parameters, nodes and ports, doubled names and wrong types are errors that name them.
/// Faults that an editor can show (ranges, cycles, shapes) are not: see analyse().
[[nodiscard]] Result<Network> networkFromJson(const nlohmann::ordered_json& json, const std::string& name);

} // namespace netwright::network
