// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/canvas_change.hpp"

#include "core/network/block.hpp"
#include "widgets/graph/changed_parts.hpp"

#include <string>
#include <vector>

namespace netwright::pages {

using network::Network;
using network::NodePath;

namespace {
    bool differ(const Network& before, const Network& after)
    {
        return before.nodes != after.nodes || before.links != after.links || before.notes != after.notes
            || before.groups != after.groups;
    }

    /// The way to a node that uses the block; nothing where none does.
    std::optional<NodePath> wayTo(const std::string& block, const Network& canvas, const Network& whole)
    {
        for (const auto& node : canvas.nodes) {
            const auto used = network::blockName(node.layer);
            if (!used)
                continue;
            if (*used == block)
                return NodePath { node.id };
            const auto* inner = whole.block(*used);
            if (auto way = inner ? wayTo(block, inner->body, whole) : std::nullopt) {
                way->insert(way->begin(), node.id);
                return way;
            }
        }
        return std::nullopt;
    }

    /// The definition of the block at the end of a path; empty for the network itself.
    std::string blockAt(const Network& whole, const NodePath& path)
    {
        std::string name;
        const auto* canvas = &whole;
        for (const auto id : path) {
            const auto* node = canvas->find(id);
            const auto used = node ? network::blockName(node->layer) : std::nullopt;
            const auto* block = used ? whole.block(*used) : nullptr;
            if (!block)
                return {};
            name = block->name;
            canvas = &block->body;
        }
        return name;
    }

    const Network* canvasOf(const Network& whole, const std::string& block)
    {
        if (block.empty())
            return &whole;
        const auto* definition = whole.block(block);
        return definition ? &definition->body : nullptr;
    }
} // namespace

std::optional<CanvasChange> changeBetween(const Network& before, const Network& after, const NodePath& shown)
{
    std::vector<std::string> names { blockAt(after, shown), {} };
    for (const auto& block : after.blocks)
        names.push_back(block.name);
    for (const auto& name : names) {
        const auto* old = canvasOf(before, name);
        const auto* now = canvasOf(after, name);
        if (!old || !now || !differ(*old, *now))
            continue;
        const auto way = name.empty() ? NodePath()
            : name == names.front()   ? std::optional(shown)
                                      : wayTo(name, after, after);
        if (way)
            return CanvasChange { *way, widgets::edits::changedParts(*old, *now) };
    }
    return std::nullopt;
}

} // namespace netwright::pages
