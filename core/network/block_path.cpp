// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block_path.hpp"

#include "core/network/block.hpp"

#include <set>

namespace netwright::network {

namespace {
    /// Adds to the path what is entered on the way. What is in `seen` was entered, and did not lead there.
    bool enter(const Network& network, const Network& canvas, std::string_view block,
               std::set<std::string_view>& seen, NodePath& path)
    {
        for (const auto& node : canvas.nodes) {
            const auto used = blockName(node.layer);
            const auto* definition = used ? network.block(*used) : nullptr;
            if (!definition || !seen.insert(*used).second)
                continue;
            path.push_back(node.id);
            if (*used == block || enter(network, definition->body, block, seen, path))
                return true;
            path.pop_back();
        }
        return false;
    }
} // namespace

std::string blockAt(const Network& network, const NodePath& path)
{
    const Block* block = nullptr;
    for (const auto id : path) {
        const auto* node = (block ? block->body : network).find(id);
        const auto used = node ? blockName(node->layer) : std::nullopt;
        block = used ? network.block(*used) : nullptr;
        if (!block)
            return {};
    }
    return block ? block->name : std::string();
}

std::optional<NodePath> pathInto(const Network& network, std::string_view block)
{
    NodePath path;
    std::set<std::string_view> seen;
    return enter(network, network, block, seen, path) ? std::optional(std::move(path)) : std::nullopt;
}

} // namespace netwright::network
