// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/recomputation.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace netwright::network {

std::int64_t recomputedBytesOf(const Expansion& expansion, const Analysis& analysis)
{
    const auto segmentOf = [&](NodeId id) {
        const auto it = expansion.segments.find(id);
        return it == expansion.segments.end() ? 0 : it->second;
    };
    std::set<NodeId> leaving;
    for (const auto& link : expansion.network.links) {
        if (segmentOf(link.from.node) != segmentOf(link.to.node))
            leaving.insert(link.from.node);
    }
    std::map<std::size_t, std::int64_t> inside; // by segment
    for (const auto& [id, segment] : expansion.segments) {
        const auto* facts = analysis.factsOf(id);
        if (facts && !leaving.contains(id))
            inside[segment] += facts->cost.activationBytes;
    }
    std::int64_t sum = 0;
    std::int64_t largest = 0;
    for (const auto& [segment, bytes] : inside) {
        sum += bytes;
        largest = std::max(largest, bytes);
    }
    return sum - largest;
}

} // namespace netwright::network
