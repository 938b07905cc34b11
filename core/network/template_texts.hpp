// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace netwright::network {

/// A file that the build has put into the program.
struct TemplateText {
    std::string_view id; ///< its name, without .json
    std::string_view json;
};

/// Generated from resources/templates/*.json, by name.
[[nodiscard]] std::span<const TemplateText> templateTexts();

} // namespace netwright::network
