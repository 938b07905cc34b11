// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/canvas_change.hpp"

#include "core/network/block.hpp"
#include "core/network/block_path.hpp"
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
    std::vector<std::string> names { network::blockAt(after, shown), {} };
    for (const auto& block : after.blocks)
        names.push_back(block.name);
    for (const auto& name : names) {
        const auto* old = canvasOf(before, name);
        const auto* now = canvasOf(after, name);
        if (!old || !now || !differ(*old, *now))
            continue;
        const auto way = name.empty() ? NodePath()
            : name == names.front()   ? std::optional(shown)
                                      : network::pathInto(after, name);
        if (way)
            return CanvasChange { *way, widgets::edits::changedParts(*old, *now) };
    }
    return std::nullopt;
}

} // namespace netwright::pages
