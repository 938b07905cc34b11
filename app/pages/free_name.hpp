// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>

namespace netwright::pages {

/// `wanted`, or the first of "wanted-2", "wanted-3", ... that is not taken.
template <std::predicate<const std::string&> Taken>
[[nodiscard]] std::string freeName(const std::string& wanted, Taken isTaken)
{
    auto name = wanted;
    for (int number = 2; isTaken(name); ++number)
        name = fmt::format("{}-{}", wanted, number);
    return name;
}

} // namespace netwright::pages
