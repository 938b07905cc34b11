// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/same_ids.hpp"

#include "core/network/matching.hpp"

#include <map>

namespace netwright::network {

namespace {
    using Ids = std::map<NodeId, NodeId>; ///< in the text: as they shall be

    /// Those at one place in both lists are the same.
    template <class Entries> void keepIds(const Entries& before, Entries& after, std::int64_t& nextId)
    {
        for (std::size_t i = 0; i < after.size(); ++i)
            after[i].id.value = i < before.size() ? before[i].id.value : nextId++;
    }

    /// Of one canvas. Says which became which.
    Ids keepIdsOfCanvas(const Network& before, Network& after)
    {
        Ids ids;
        for (const auto& [old, read] : matchNodes(before, after))
            ids.emplace(read, old);
        auto nextId = before.nextId;
        for (auto& node : after.nodes) {
            const auto [it, isNew] = ids.try_emplace(node.id, NodeId { nextId });
            nextId += isNew ? 1 : 0;
            node.id = it->second;
        }
        for (auto& [from, to] : after.links) {
            from.node = ids.at(from.node);
            to.node = ids.at(to.node);
        }
        for (auto& group : after.groups) {
            std::set<NodeId> nodes;
            for (const auto id : group.nodes)
                nodes.insert(ids.at(id));
            group.nodes = std::move(nodes);
        }
        keepIds(before.notes, after.notes, nextId);
        keepIds(before.groups, after.groups, nextId);
        after.nextId = nextId;
        return ids;
    }
} // namespace

Network withIdsOf(const Network& before, Network after)
{
    keepIdsOfCanvas(before, after);
    for (auto& block : after.blocks) {
        const auto* known = before.block(block.name);
        if (!known)
            continue;
        const auto ids = keepIdsOfCanvas(known->body, block.body);
        for (auto& exposed : block.exposed) {
            for (auto& target : exposed.targets)
                target.node = ids.at(target.node);
        }
    }
    return after;
}

} // namespace netwright::network
