// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block_scope.hpp"

#include <algorithm>
#include <cmath>

namespace netwright::network {

std::optional<Scope> scopeAt(Network& network, const NodePath& path)
{
    Scope scope { .canvas = &network, .block = nullptr };
    for (const auto id : path) {
        const auto* node = scope.canvas->find(id);
        const auto name = node ? blockName(node->layer) : std::nullopt;
        scope.block = name ? network.block(*name) : nullptr;
        if (!scope.block)
            return std::nullopt;
        scope.canvas = &scope.block->body;
    }
    return scope;
}

FreeNames::FreeNames(const Network& canvas)
{
    for (const auto& node : canvas.nodes)
        m_taken.insert(node.name);
}

std::string FreeNames::take(const std::string& wanted)
{
    if (m_taken.insert(wanted).second)
        return wanted;
    const auto digits = wanted.find_last_not_of("0123456789");
    const bool isNumbered = digits != wanted.npos && digits + 1 < wanted.size() && wanted[digits] == '_';
    const auto stem = isNumbered ? wanted.substr(0, digits) : wanted;
    for (int number = isNumbered ? 1 : 2;; ++number) {
        auto candidate = fmt::format("{}_{}", stem, number);
        if (m_taken.insert(candidate).second)
            return candidate;
    }
}

namespace {
    struct Extremes {
        Position least { 0, 0 };
        Position most { 0, 0 };
    };

    Extremes extremesOf(const std::vector<Node>& nodes)
    {
        std::optional<Extremes> extremes;
        for (const auto& node : nodes) {
            if (isPort(node.layer))
                continue;
            const auto at = node.position;
            if (!extremes)
                extremes = { at, at };
            auto& [least, most] = *extremes;
            least = { std::min(least.x, at.x), std::min(least.y, at.y) };
            most = { std::max(most.x, at.x), std::max(most.y, at.y) };
        }
        return extremes.value_or(Extremes {});
    }
} // namespace

Position middleOf(const std::vector<Node>& nodes)
{
    constexpr double kGrid = 8;
    const auto onGrid = [](double value) { return kGrid * std::round(value / kGrid); };
    const auto [least, most] = extremesOf(nodes);
    return { onGrid((least.x + most.x) / 2), onGrid((least.y + most.y) / 2) };
}

double heightOf(const std::vector<Node>& nodes)
{
    const auto [least, most] = extremesOf(nodes);
    return most.y - least.y;
}

void fitUses(Network& network)
{
    std::map<std::string, KindPointer> kinds;
    const auto fitAll = [&](Network& canvas) {
        for (auto& node : canvas.nodes) {
            if (!blockName(node.layer))
                continue;
            auto& kind = kinds[node.layer];
            if (!kind)
                kind = kindOf(network, node.layer);
            if (kind)
                node.parameters = fitted(*kind, node.parameters);
        }
    };
    // What a block exposes of another one follows from that one's parameters: once for each level.
    for (std::size_t level = 0; level <= network.blocks.size(); ++level) {
        const auto before = network.blocks;
        for (auto& block : network.blocks)
            fitAll(block.body);
        kinds.clear();
        if (network.blocks == before)
            break;
    }
    fitAll(network);
}

} // namespace netwright::network
