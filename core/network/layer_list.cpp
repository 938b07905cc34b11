// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/layer_list.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/analysis.hpp"
#include "core/network/size_limits.hpp"

#include <unordered_map>
#include <unordered_set>

namespace netwright::network {

namespace {
    ListedLayer listed(const Node& node, const Expansion& expansion, const NodeFacts* facts)
    {
        const auto origin = expansion.origins.find(node.id);
        ListedLayer layer;
        layer.path = origin == expansion.origins.end() ? NodePath { node.id } : origin->second;
        layer.name = node.name;
        layer.isBypassed = node.isBypassed;
        const auto* kind = layers::findLayer(node.layer);
        layer.kind = kind ? kind->title : node.layer;
        layer.category = kind ? kind->category : layers::Category {};
        if (!facts)
            return layer;
        layer.outputs = facts->outputs;
        layer.cost = facts->cost;
        if (const auto owner = expansion.owners.find(node.id); owner != expansion.owners.end()) {
            layer.sharedWith = owner->second;
            layer.cost->parameters = 0;
        }
        return layer;
    }
} // namespace

std::vector<ListedLayer> listLayers(const Network& network, const tensor::Signature* data)
{
    const auto expansion = expand(network);
    const auto analysis = analyse(expansion, data);
    std::unordered_map<std::int64_t, const Node*> nodes;
    for (const auto& node : expansion.network.nodes)
        nodes.emplace(node.id.value, &node);

    std::vector<ListedLayer> list;
    list.reserve(nodes.size());
    std::unordered_set<std::int64_t> seen;
    for (const auto id : analysis.order) {
        list.push_back(listed(*nodes.at(id.value), expansion, analysis.factsOf(id)));
        seen.insert(id.value);
    }
    for (const auto& node : expansion.network.nodes) {
        if (!seen.contains(node.id.value))
            list.push_back(listed(node, expansion, nullptr));
    }
    return list;
}

layers::Cost totalOf(std::span<const ListedLayer> layers)
{
    layers::Cost total;
    for (const auto& layer : layers)
        addSaturating(total, layer.cost.value_or(layers::Cost {}));
    return total;
}

} // namespace netwright::network
