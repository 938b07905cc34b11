// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"
#include "core/tensor/column.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// A small classifier of images, to be broken by tests.
namespace netwright::network {

using Settings = std::vector<std::pair<std::string, Value>>;

inline const tensor::Signature kSampleData {
    { { "image", tensor::ColumnType::Image, { 1, 28, 28 } },
      { "pixels", tensor::ColumnType::Vector, { 784 } },
      { "price", tensor::ColumnType::Number, {} },
      { "words", tensor::ColumnType::Sequence, { 12 }, {}, 50 },
      { "label", tensor::ColumnType::Category, {}, { "shirt", "shoe", "bag" } } }
};

/// Adds a layer below what is there, behind `from` (if any), with these settings.
inline NodeId addLayer(Network& network, const char* layer, const char* name, std::optional<NodeId> from = {},
                       const Settings& settings = {})
{
    const auto row = static_cast<double>(network.nodes.size());
    const auto id = network.add(layer, { 0, 104 * row });
    auto& node = *network.find(id);
    node.name = name;
    for (const auto& [key, value] : settings)
        node.parameters.set(key, value);
    if (from)
        network.connect({ { *from }, { id } });
    return id;
}

struct SampleNetwork {
    Network network { .name = "cnn", .dataset = "images", .nodes = {}, .links = {} };
    NodeId input = addLayer(network, "input", "input", {}, { { "column", std::string("image") } });
    NodeId conv = addLayer(network, "conv2d", "conv", input, { { "filters", std::int64_t { 4 } } });
    NodeId relu = addLayer(network, "relu", "relu", conv);
    NodeId pool = addLayer(network, "max_pool2d", "pool", relu);
    NodeId flatten = addLayer(network, "flatten", "flatten", pool);
    NodeId dense = addLayer(network, "dense", "fc", flatten, { { "units", std::int64_t { 3 } } });
    NodeId loss
        = addLayer(network, "softmax_cross_entropy", "loss", dense, { { "target", std::string("label") } });

    Node& node(NodeId id) { return *network.find(id); }
    void set(NodeId id, const char* parameter, Value value)
    {
        node(id).parameters.set(parameter, std::move(value));
    }
    void cut(NodeId from, NodeId to)
    {
        std::erase_if(network.links,
                      [&](const Link& link) { return link.from.node == from && link.to.node == to; });
    }
    /// Puts a layer on the link between two others.
    NodeId insert(NodeId from, NodeId to, const char* layer, const char* name, const Settings& settings = {})
    {
        const auto id = addLayer(network, layer, name, from, settings);
        cut(from, to);
        network.connect({ { id }, { to } });
        return id;
    }
};

} // namespace netwright::network
