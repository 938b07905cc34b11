// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace netwright {

/// What the end of a message says of a name that is none of `known`: `; did you mean "units"?`, or else what
/// there is, `; expected "units", "bias" or "activation"`; empty where that would be a long list.
[[nodiscard]] std::string spellingHint(std::string_view name, std::span<const std::string_view> known);
/// The same in a file, where a name that is like none may come from a later version.
[[nodiscard]] std::string fileSpellingHint(std::string_view name, std::span<const std::string_view> known);

} // namespace netwright
