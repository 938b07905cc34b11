// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/cycles.hpp"

#include <algorithm>

namespace netwright::network {

std::vector<std::vector<std::size_t>>
cyclesAlong(std::size_t places, const std::function<std::optional<std::size_t>(std::size_t)>& next)
{
    std::vector<std::vector<std::size_t>> cycles;
    std::vector<std::size_t> walkOf(places, 0); // 0: not seen
    for (std::size_t start = 0; start < places; ++start) {
        std::vector<std::size_t> walk;
        auto at = std::optional(start);
        while (at && walkOf[*at] == 0) {
            walkOf[*at] = start + 1;
            walk.push_back(*at);
            at = next(*at);
        }
        if (at && !walk.empty() && walkOf[*at] == start + 1) // the walk met itself, not one before
            cycles.emplace_back(std::ranges::find(walk, *at), walk.end());
    }
    return cycles;
}

} // namespace netwright::network
