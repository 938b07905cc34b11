// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace netwright {

/// The text, or where it is longer than `longest` bytes its beginning with "..." behind; never cut within a
/// UTF-8 character.
[[nodiscard]] std::string cut(std::string_view text, std::size_t longest);

} // namespace netwright
