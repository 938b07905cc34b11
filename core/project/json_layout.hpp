// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace netwright::project {

/// JSON as people read and git merges it: indented by two, an object or a list of plain values on one line
/// where it fits, every larger thing one entry a line. Texts that are not UTF-8 are an error.
[[nodiscard]] Result<std::string> layOut(const nlohmann::ordered_json& json);

/// The reverse, strict: syntax errors name the line and column; a key that stands twice in one object (as
/// careless merges leave it) and absurd nesting are errors too. `where` is what errors call the text.
[[nodiscard]] Result<nlohmann::ordered_json> parseStrictly(std::string_view text, const std::string& where);

} // namespace netwright::project
