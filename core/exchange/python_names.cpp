// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/python_names.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace netwright::exchange {

namespace {
    /// Python's, and the names of modules that the programs import.
    constexpr std::array<std::string_view, 45> kKeywords {
        "False", "None",     "True",  "and",    "as",    "assert", "async",  "await",    "break",
        "class", "continue", "def",   "del",    "elif",  "else",   "except", "finally",  "for",
        "from",  "global",   "if",    "import", "in",    "is",     "lambda", "nonlocal", "not",
        "or",    "pass",     "raise", "return", "try",   "while",  "with",   "yield",    "self",
        "super", "len",      "range", "float",  "torch", "nn",     "F",      "keras",    "layers",
    };

    bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    bool isDigit(char c) { return c >= '0' && c <= '9'; }
    char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
} // namespace

PythonNames::PythonNames(const std::vector<std::string_view>& taken)
    : m_taken(kKeywords.begin(), kKeywords.end())
{
    m_taken.insert(taken.begin(), taken.end());
}

std::string PythonNames::variable(std::string_view wanted)
{
    std::string name;
    for (const char c : wanted)
        name += isLetter(c) || isDigit(c) ? c : '_';
    if (std::ranges::none_of(name, [](char c) { return isLetter(c) || isDigit(c); }))
        name = "layer";
    if (!isLetter(name.front()))
        name.insert(0, "layer_");
    return free(std::move(name));
}

std::string PythonNames::className(std::string_view wanted)
{
    std::string name;
    bool isStart = true;
    for (const char c : wanted) {
        if (isLetter(c) || isDigit(c))
            name += isStart ? upper(c) : c;
        isStart = !isLetter(c) && !isDigit(c);
    }
    if (name.empty() || isDigit(name.front()))
        name.insert(0, "Network");
    return free(std::move(name));
}

std::string PythonNames::free(std::string wanted)
{
    auto name = wanted;
    for (int number = 2; !m_taken.insert(name).second; ++number)
        name = fmt::format("{}_{}", wanted, number);
    return name;
}

std::string listOf(const std::vector<std::string>& names)
{
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string pythonString(std::string_view text) { return '"' + pythonText(text) + '"'; }

std::string pythonText(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string indented(std::string_view lines, int steps)
{
    std::string result;
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size() - 1) + 1;
        if (end > 1 || lines.front() != '\n')
            result.append(static_cast<std::size_t>(4 * steps), ' ');
        result += lines.substr(0, end);
        lines.remove_prefix(end);
    }
    return result;
}

} // namespace netwright::exchange
