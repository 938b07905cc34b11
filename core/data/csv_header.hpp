// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace netwright::data {

/// Whether the first record names the columns. It does where none of its fields is a number or missing (but
/// for the first: programs leave the name of a running number out), and the records below tell themselves
/// apart: one of their columns holds numbers alone, or no name comes again in its own column.
[[nodiscard]] bool detectHeader(std::string_view text, char separator);

} // namespace netwright::data
