// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/changed_parts.hpp"

#include "core/network/block.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

namespace netwright::widgets::edits {

using network::Group;
using network::Link;
using network::Network;
using network::NodeId;

namespace {
    /// The ids of those in `after` that `before` lacks or has otherwise.
    template <class Id, class Value>
    std::set<Id> changed(const std::vector<Value>& before, const std::vector<Value>& after)
    {
        std::map<Id, const Value*> known;
        for (const auto& value : before)
            known.emplace(value.id, &value);
        std::set<Id> result;
        for (const auto& value : after) {
            const auto was = known.find(value.id);
            if (was == known.end() || !(*was->second == value))
                result.insert(value.id);
        }
        return result;
    }

    std::vector<Link> differing(std::vector<Link> before, std::vector<Link> after)
    {
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
    Selection parts { .nodes = changed<NodeId>(before.nodes, after.nodes),
                      .links = {},
                      .notes = changed<network::NoteId>(before.notes, after.notes) };
    if (parts.nodes.empty()) { // else they tell, and their links go with them
        for (const auto& link : differing(before.links, after.links))
            parts.nodes.insert({ link.from.node, link.to.node });
    }
    if (parts.isEmpty()) {
        addGroups(before, after, parts.nodes);
        addGroups(after, before, parts.nodes);
    }
    const auto blocks = changedBlocks(before, after);
    for (const auto& node : after.nodes) {
        if (const auto used = network::blockName(node.layer); used && blocks.contains(std::string(*used)))
            parts.nodes.insert(node.id);
    }
    std::set<NodeId> all;
    for (const auto& node : after.nodes)
        all.insert(node.id);
    std::erase_if(parts.nodes, [&all](NodeId id) { return !all.contains(id); });
    return parts;
}

} // namespace netwright::widgets::edits
