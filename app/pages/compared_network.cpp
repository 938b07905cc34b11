// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compared_network.hpp"

#include "core/network/block.hpp"

#include <algorithm>

namespace netwright::pages {

using network::Network;
using network::NodePath;

namespace {
    /// By the nodes that are entered on the way; nothing where no node leads there.
    std::optional<NodePath> pathInto(const Network& network, const Network& canvas, const std::string& block,
                                     std::size_t deepest)
    {
        for (const auto& node : canvas.nodes) {
            const auto used = network::blockName(node.layer);
            const auto* definition = used ? network.block(*used) : nullptr;
            if (!definition || deepest == 0 || !network::uses(network, *used, block))
                continue;
            if (*used == block)
                return NodePath { node.id };
            auto path = pathInto(network, definition->body, block, deepest - 1);
            if (path) {
                path->insert(path->begin(), node.id);
                return path;
            }
        }
        return std::nullopt;
    }
} // namespace

ComparedCanvas canvasOf(const ComparedNetwork& compared, const std::string& block)
{
    const auto& [title, network, columns] = compared;
    const auto* data = columns ? &*columns : nullptr;
    if (block.empty())
        return { network, network::analyse(network, data) };
    const auto* definition = network.block(block);
    if (!definition)
        return {};
    ComparedCanvas canvas { definition->body, {} };
    canvas.network.blocks = network.blocks;
    if (const auto path = pathInto(network, network, block, network.blocks.size()))
        canvas.analysis = network::analyseInside(network, *path, data);
    return canvas;
}

} // namespace netwright::pages
