// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/depth.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/expand.hpp"

#include <algorithm>
#include <unordered_map>

namespace netwright::network {

namespace {
    bool counts(const Node& node)
    {
        const auto* kind = layers::findLayer(node.layer);
        return kind && kind->weights && kind->category != layers::Category::Normalisation && !node.isBypassed;
    }

    int depthOfFlat(const Network& network)
    {
        struct Place {
            int own = 0;
            int before = 0; ///< the most of what feeds it
            int waitsFor = 0;
            std::vector<std::int64_t> next;
        };
        std::unordered_map<std::int64_t, Place> places;
        for (const auto& node : network.nodes)
            places[node.id.value].own = counts(node) ? 1 : 0;
        for (const auto& [from, to] : network.links) {
            places[from.node.value].next.push_back(to.node.value);
            ++places[to.node.value].waitsFor;
        }
        std::vector<std::int64_t> ready;
        for (const auto& [id, place] : places) {
            if (place.waitsFor == 0)
                ready.push_back(id);
        }
        int most = 0;
        while (!ready.empty()) {
            const auto& place = places[ready.back()];
            ready.pop_back();
            most = std::max(most, place.before + place.own);
            for (const auto id : place.next) {
                auto& next = places[id];
                next.before = std::max(next.before, place.before + place.own);
                if (--next.waitsFor == 0)
                    ready.push_back(id);
            }
        }
        return most;
    }
} // namespace

int depthOf(const Network& network)
{
    return network.blocks.empty() ? depthOfFlat(network) : depthOfFlat(expand(network).network);
}

} // namespace netwright::network
