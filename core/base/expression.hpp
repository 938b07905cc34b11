// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <map>
#include <string>
#include <string_view>

namespace netwright {

/// What names stand for in an expression.
using NamedNumbers = std::map<std::string, double, std::less<>>;

/// The value of "3*64", "2*units", "(height + 1) / 2", "-1e-3": numbers, names, + - * / and brackets, with
/// the usual precedence. Anything else, an unknown name, a division by zero and a value that is not finite
/// are errors. Long and deeply nested texts are refused.
[[nodiscard]] Result<double> evaluate(std::string_view text, const NamedNumbers& names = {});

} // namespace netwright
