// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block_edits.hpp"

#include "core/network/block_json.hpp"
#include "core/network/block_scope.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace netwright::network {

namespace {
    /// All canvases: the network's, and the inside of every block.
    std::vector<Network*> canvasesOf(Network& network)
    {
        std::vector<Network*> canvases { &network };
        for (auto& block : network.blocks)
            canvases.push_back(&block.body);
        return canvases;
    }

    void renameUses(Network& canvas, const std::string& from, const std::string& to)
    {
        for (auto& node : canvas.nodes) {
            if (node.layer == blockLayer(from))
                node.layer = blockLayer(to);
        }
    }

    /// Where each port has gone: by its place before, its place now, or -1.
    std::vector<int> moves(const std::vector<NodeId>& before, const std::vector<NodeId>& after)
    {
        std::vector<int> moved;
        for (const auto id : before) {
            const auto it = std::ranges::find(after, id);
            moved.push_back(it == after.end() ? -1 : static_cast<int>(it - after.begin()));
        }
        return moved;
    }

    /// Links to and from the uses of a block keep to their ports; those of ports that are gone go too.
    void followPorts(Network& network, const Block& before, const Block& after)
    {
        const auto inputs = moves(portsOf(before.body, kBlockInput), portsOf(after.body, kBlockInput));
        const auto outputs = moves(portsOf(before.body, kBlockOutput), portsOf(after.body, kBlockOutput));
        const auto layer = blockLayer(after.name);
        for (auto* canvas : canvasesOf(network)) {
            std::set<NodeId> users;
            for (const auto& node : canvas->nodes) {
                if (node.layer == layer)
                    users.insert(node.id);
            }
            const auto follow = [&users](PortRef& port, const std::vector<int>& moved) {
                const auto at = static_cast<std::size_t>(port.port);
                if (users.contains(port.node) && at < moved.size())
                    port.port = moved[at];
            };
            for (auto& link : canvas->links) {
                follow(link.to, inputs);
                follow(link.from, outputs);
            }
            std::erase_if(canvas->links,
                          [](const Link& link) { return link.to.port < 0 || link.from.port < 0; });
        }
    }

    void dropLostTargets(Block& block)
    {
        for (auto& exposed : block.exposed)
            std::erase_if(exposed.targets, [&](const auto& target) { return !block.body.find(target.node); });
        std::erase_if(block.exposed, [](const auto& exposed) { return exposed.targets.empty(); });
    }

    nlohmann::ordered_json definitionOf(const Network& network, const Block& block)
    {
        nlohmann::ordered_json json;
        writeBlocks(network, json);
        return json["blocks"][block.name];
    }

    /// A definition of `part` that `network` has otherwise.
    std::optional<std::string> differing(const Network& network, const Network& part)
    {
        for (const auto& block : part.blocks) {
            const auto* same = network.block(block.name);
            if (same && definitionOf(network, *same) != definitionOf(part, block))
                return block.name;
        }
        return std::nullopt;
    }

    void collectUsed(const Network& network, const Network& canvas, std::set<std::string>& used)
    {
        for (const auto& node : canvas.nodes) {
            const auto name = blockName(node.layer);
            const auto* block = name ? network.block(*name) : nullptr;
            if (block && used.insert(block->name).second)
                collectUsed(network, block->body, used);
        }
    }
} // namespace

std::vector<NodeId> portsOf(const Network& canvas, std::string_view layer)
{
    std::vector<NodeId> ports;
    for (const auto& node : canvas.nodes) {
        if (node.layer == layer)
            ports.push_back(node.id);
    }
    return ports;
}

Status checkBlockName(const Network& network, const std::string& name)
{
    if (const auto checked = checkNodeName(name); !checked)
        return fail({}, "\"{}\" cannot be the name of a block; choose another", name);
    if (network.block(name))
        return fail({}, "there is a block \"{}\" already; choose another name", name);
    return {};
}

Result<Network> withRenamedBlock(Network network, const std::string& name, const std::string& next)
{
    if (name == next)
        return network;
    if (const auto checked = checkBlockName(network, next); !checked)
        return failed(checked);
    network.block(name)->name = next;
    for (auto* canvas : canvasesOf(network))
        renameUses(*canvas, name, next);
    return network;
}

std::size_t countUses(const Network& network, const std::string& name)
{
    const auto count = [layer = blockLayer(name)](const Network& canvas) {
        return static_cast<std::size_t>(std::ranges::count(canvas.nodes, layer, &Node::layer));
    };
    auto uses = count(network);
    for (const auto& block : network.blocks)
        uses += count(block.body);
    return uses;
}

Result<Network> withoutBlock(Network network, const std::string& name)
{
    if (const auto uses = countUses(network, name); uses > 0)
        return fail({}, "the block \"{}\" is used {}; remove or unpack these nodes first", name,
                    uses == 1 ? "once" : fmt::format("{} times", uses));
    std::erase_if(network.blocks, [&name](const Block& block) { return block.name == name; });
    return network;
}

std::string freeBlockName(const Network& network, const std::string& stem)
{
    auto name = stem;
    for (int number = 2; network.block(name); ++number)
        name = fmt::format("{} {}", stem, number);
    return name;
}

Result<Network> withExposed(Network network, const std::string& blockName,
                            const ExposedParameter::Target& target, const std::string& name)
{
    if (const auto checked = checkExposedName(name); !checked)
        return failed(checked);
    network = withoutExposed(std::move(network), blockName, target);
    auto& block = *network.block(blockName);
    auto same = std::ranges::find(block.exposed, name, &ExposedParameter::name);
    if (same == block.exposed.end())
        same = block.exposed.insert(same, { .name = name, .targets = {} });
    same->targets.push_back(target);
    const auto wanted = specOf(network, block, { .name = name, .targets = { target } });
    const auto there = specOf(network, block, *same);
    if (!wanted || !there || wanted->type != there->type || wanted->choices != there->choices)
        return fail({}, "\"{}\" is a parameter of another kind; choose another name", name);
    fitUses(network);
    return network;
}

Network withoutExposed(Network network, const std::string& blockName, const ExposedParameter::Target& target)
{
    auto& block = *network.block(blockName);
    for (auto& exposed : block.exposed)
        std::erase(exposed.targets, target);
    std::erase_if(block.exposed, [](const auto& exposed) { return exposed.targets.empty(); });
    fitUses(network);
    return network;
}

std::optional<Network> canvasAt(const Network& network, const NodePath& path)
{
    if (path.empty())
        return network;
    auto copy = network;
    const auto scope = scopeAt(copy, path);
    if (!scope)
        return std::nullopt;
    auto canvas = *scope->canvas;
    canvas.name = network.name;
    canvas.dataset = network.dataset;
    canvas.blocks = network.blocks;
    return canvas;
}

Network withCanvas(const Network& network, const NodePath& path, const Network& canvas)
{
    if (path.empty())
        return canvas;
    auto after = network;
    const auto before = *scopeAt(after, path)->block;
    after.blocks = canvas.blocks;
    auto& block = *after.block(before.name);
    block.body = canvas;
    block.body.name.clear();
    block.body.dataset.clear();
    block.body.blocks.clear();
    dropLostTargets(block);
    const auto now = block;
    followPorts(after, before, now);
    fitUses(after);
    return after;
}

void takeBlocks(Network& network, Network& part)
{
    dropUnusedBlocks(part);
    // A definition that gets another name makes those that use it differ too.
    for (auto name = differing(network, part); name; name = differing(network, part)) {
        auto both = network;
        both.blocks.insert(both.blocks.end(), part.blocks.begin(), part.blocks.end());
        part = *withRenamedBlock(std::move(part), *name, freeBlockName(both, *name));
    }
    for (const auto& block : part.blocks) {
        if (!network.block(block.name))
            network.blocks.push_back(block);
    }
}

void dropUnusedBlocks(Network& network)
{
    std::set<std::string> used;
    collectUsed(network, network, used);
    std::erase_if(network.blocks, [&used](const Block& block) { return !used.contains(block.name); });
}

} // namespace netwright::network
