// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace netwright::project {

/// What is wrong with a text, and where: bytes of it.
struct TextFault {
    std::string message;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The first fault in the syntax of a JSON text, for whoever types it: what was expected at that place, what
/// stands there, and what to do. Nothing where it finds none, or one that only a parser sees: bytes that are
/// not UTF-8.
[[nodiscard]] std::optional<TextFault> syntaxFaultOf(std::string_view text);

} // namespace netwright::project
