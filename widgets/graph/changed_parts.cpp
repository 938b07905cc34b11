// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/changed_parts.hpp"

#include "core/network/block.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace netwright::widgets::edits {

using network::Group;
using network::Link;
using network::Network;
using network::NodeId;

namespace {
    /// The ids of those in `after` that `before` lacks or has otherwise. Most stand in the same order in
    /// both.
    template <class Id, class Value, class Same = std::equal_to<>>
    std::set<Id> changed(const std::vector<Value>& before, const std::vector<Value>& after,
                         const Same& areSame = {})
    {
        std::unordered_map<std::int64_t, std::size_t> places; // filled when one does not
        const auto placeOf = [&](Id id, std::size_t guess) {
            if (guess < before.size() && before[guess].id == id)
                return guess;
            for (std::size_t i = places.size(); i < before.size(); ++i)
                places.emplace(before[i].id.value, i);
            const auto found = places.find(id.value);
            return found == places.end() ? before.size() : found->second;
        };
        std::set<Id> result;
        std::size_t next = 0;
        for (const auto& value : after) {
            const auto place = placeOf(value.id, next);
            if (place == before.size() || !areSame(before[place], value))
                result.insert(value.id);
            next = place == before.size() ? next : place + 1;
        }
        return result;
    }

    bool differInPlaceAlone(const network::Node& one, const network::Node& other)
    {
        return one.name == other.name && one.layer == other.layer && one.parameters == other.parameters
            && one.isBypassed == other.isBypassed;
    }

    std::vector<Link> differing(std::vector<Link> before, std::vector<Link> after)
    {
        if (before == after)
            return {};
        std::ranges::sort(before);
        std::ranges::sort(after);
        std::vector<Link> result;
        std::ranges::set_symmetric_difference(before, after, std::back_inserter(result));
        return result;
    }

    /// Of blocks that are not what they were.
    std::set<std::string> changedBlocks(const Network& before, const Network& after)
    {
        std::set<std::string> names;
        for (const auto& block : after.blocks) {
            const auto* was = before.block(block.name);
            if (!was || !(*was == block))
                names.insert(block.name);
        }
        return names;
    }

    void addGroups(const Network& one, const Network& other, std::set<NodeId>& nodes)
    {
        for (const auto id : changed<network::GroupId>(one.groups, other.groups)) {
            const auto group = std::ranges::find(other.groups, id, &Group::id);
            nodes.insert(group->nodes.begin(), group->nodes.end());
        }
    }
} // namespace

Selection changedParts(const Network& before, const Network& after)
{
    Selection parts { .nodes = changed<NodeId>(before.nodes, after.nodes, differInPlaceAlone),
                      .links = {},
                      .notes = changed<network::NoteId>(before.notes, after.notes) };
    if (parts.nodes.empty()) { // else they tell, and their links go with them
        for (const auto& link : differing(before.links, after.links))
            parts.nodes.insert({ link.from.node, link.to.node });
    }
    if (parts.nodes.empty() && before.nodes.size() == after.nodes.size()) // else they made room for others
        parts.nodes = changed<NodeId>(before.nodes, after.nodes);
    if (parts.isEmpty()) {
        addGroups(before, after, parts.nodes);
        addGroups(after, before, parts.nodes);
    }
    const auto blocks = changedBlocks(before, after);
    for (const auto& node : after.nodes) {
        if (const auto used = network::blockName(node.layer); used && blocks.contains(std::string(*used)))
            parts.nodes.insert(node.id);
    }
    std::unordered_set<std::int64_t> all;
    for (const auto& node : after.nodes)
        all.insert(node.id.value);
    std::erase_if(parts.nodes, [&all](NodeId id) { return !all.contains(id.value); });
    return parts;
}

} // namespace netwright::widgets::edits
