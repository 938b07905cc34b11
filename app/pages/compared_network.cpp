// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compared_network.hpp"

#include "core/network/block_path.hpp"

namespace netwright::pages {

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
    if (const auto path = network::pathInto(network, block))
        canvas.analysis = network::analyseInside(network, *path, data);
    return canvas;
}

} // namespace netwright::pages
