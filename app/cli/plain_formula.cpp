// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plain_formula.hpp"

#include <algorithm>

namespace netwright::cli {

namespace {
    /// The length of "{...}" at the beginning of a text, with those inside it.
    std::size_t bracedLength(std::string_view text)
    {
        int depth = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (depth == 0)
                return i + 1;
        }
        return text.size();
    }

    std::string power(const std::string& exponent)
    {
        if (exponent == "2")
            return "²";
        const bool isOne
            = exponent.find_first_of(" +") == exponent.npos && exponent.find("−") == exponent.npos;
        return isOne ? "^" + exponent : "^(" + exponent + ")";
    }
} // namespace

std::string plainFormula(std::string_view line)
{
    std::string plain;
    while (!line.empty()) {
        const char sign = line.front();
        line.remove_prefix(1);
        if ((sign != '_' && sign != '^') || !line.starts_with('{')) {
            plain += sign;
            continue;
        }
        const auto length = bracedLength(line);
        const auto inside = plainFormula(line.substr(1, length - 2));
        plain += sign == '_' ? "[" + inside + "]" : power(inside);
        line.remove_prefix(length);
    }
    return plain;
}

} // namespace netwright::cli
