// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace netwright::cli {

/// A line of a layer's formula as a terminal can show it: "y_{c,i} = e^{x_{i}} + x^{2}" is
/// "y[c,i] = e^x[i] + x²".
[[nodiscard]] std::string plainFormula(std::string_view line);

} // namespace netwright::cli
