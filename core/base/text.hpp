// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace netwright {

/// The text, or where it is longer than `longest` bytes its beginning with "..." behind; never cut within a
/// UTF-8 character.
[[nodiscard]] std::string cut(std::string_view text, std::size_t longest);

/// "1,234,567": whole numbers as people read them.
[[nodiscard]] std::string grouped(std::int64_t number);

} // namespace netwright
