// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/use_canvas.hpp"

#include "core/network/block.hpp"
#include "core/network/block_edits.hpp"
#include "core/network/block_path.hpp"

#include <iterator>
#include <map>
#include <string>

namespace netwright::network {

namespace {
    NodePath outOf(const NodePath& path) { return { path.begin(), std::prev(path.end()) }; }

    const Value* valueOf(const Network& canvas, const ExposedParameter::Target& target)
    {
        const auto* node = canvas.find(target.node);
        if (!node)
            return nullptr;
        const auto it = node->parameters.all().find(target.parameter);
        return it == node->parameters.all().end() ? nullptr : &it->second;
    }

    /// Takes out of `canvas` what the use of the block sets there, and gives those that have changed, by the
    /// names that they are exposed by.
    std::map<std::string, Value> takeExposed(const Block& block, const Network& before, Network& canvas)
    {
        std::map<std::string, Value> changed;
        for (const auto& exposed : block.exposed) {
            for (const auto& target : exposed.targets) {
                const auto* own = valueOf(block.body, target);
                const auto* was = valueOf(before, target);
                const auto* now = valueOf(canvas, target);
                if (!own || !was || !now)
                    continue;
                if (*now != *was)
                    changed.insert_or_assign(exposed.name, *now);
                canvas.find(target.node)->parameters.set(target.parameter, *own);
            }
        }
        return changed;
    }
} // namespace

std::optional<Network> canvasInUse(const Network& network, const NodePath& path)
{
    auto canvas = canvasAt(network, path);
    if (path.empty() || !canvas)
        return canvas;
    const auto around = canvasInUse(network, outOf(path));
    const auto& use = *around->find(path.back());
    const auto values = fitted(*kindOf(network, use.layer), use.parameters);
    for (auto& [id, parameters] : valuesInside(*network.block(*blockName(use.layer)), values))
        canvas->find(id)->parameters = parameters;
    return canvas;
}

Network withCanvasInUse(const Network& network, const NodePath& path, Network canvas)
{
    if (path.empty())
        return canvas;
    const auto before = canvasInUse(network, path);
    const auto changed = takeExposed(*network.block(blockAt(network, path)), *before, canvas);
    auto after = withCanvas(network, path, canvas);
    if (changed.empty())
        return after;
    auto around = *canvasInUse(after, outOf(path));
    for (const auto& [name, value] : changed)
        around.find(path.back())->parameters.set(name, value);
    return withCanvasInUse(after, outOf(path), std::move(around));
}

} // namespace netwright::network
