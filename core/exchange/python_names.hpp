// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::exchange {

/// The names that one scope of a Python program has given out.
class PythonNames {
public:
    /// Keywords are taken, and so are these.
    explicit PythonNames(const std::vector<std::string_view>& taken = {});

    /// "conv 1" -> "conv_1", or with a number behind where that is taken.
    [[nodiscard]] std::string variable(std::string_view wanted);
    /// "residual unit" -> "ResidualUnit", likewise.
    [[nodiscard]] std::string className(std::string_view wanted);

private:
    std::string free(std::string wanted);
    std::set<std::string, std::less<>> m_taken;
};

/// "a, b, c".
[[nodiscard]] std::string listOf(const std::vector<std::string>& names);
/// In quotes: a "b" -> "a \"b\"".
[[nodiscard]] std::string pythonString(std::string_view text);
/// As pythonString(), without the quotes around it: for a docstring.
[[nodiscard]] std::string pythonText(std::string_view text);
/// Every line that is not empty moved to the right.
[[nodiscard]] std::string indented(std::string_view lines, int steps);

} // namespace netwright::exchange
