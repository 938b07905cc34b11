// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block.hpp"

/// Networks with blocks that several tests build on.
namespace netwright::network {

struct SampleBuilder {
    Network& network;

    /// A node below the last one, fed by it.
    NodeId add(std::string_view layer, const std::string& name, NodeId before = {})
    {
        const auto id = network.add(layer, { 0, 100.0 * static_cast<double>(network.nodes.size()) });
        network.find(id)->name = name;
        if (before.value != 0)
            network.connect({ { before, 0 }, { id, 0 } });
        return id;
    }
    void set(NodeId id, std::string_view parameter, Value value)
    {
        network.find(id)->parameters.set(parameter, std::move(value));
    }
};

/// "Unit": in -> dense "fc" -> relu "act" -> out, with the exposed parameter "width".
inline Block unitBlock()
{
    Block block { .name = "Unit", .body = {}, .exposed = {} };
    SampleBuilder body { block.body };
    const auto in = body.add(kBlockInput, "in");
    const auto fc = body.add("dense", "fc", in);
    const auto act = body.add("relu", "act", fc);
    body.add(kBlockOutput, "out", act);
    body.set(fc, "units", std::int64_t { 8 });
    block.exposed = { { .name = "width", .targets = { { fc, "units" } } } };
    return block;
}

/// input "x" -> Unit "stage" -> dense "head" -> softmax cross-entropy "loss" on four numbers and two classes.
inline Network unitNetwork(std::int64_t repeat, const std::string& weights = std::string(kOwnWeights))
{
    Network network { .name = "units", .dataset = "data", .nodes = {}, .links = {} };
    network.blocks = { unitBlock() };
    SampleBuilder builder { network };
    const auto x = builder.add("input", "x");
    const auto stage = builder.add(blockLayer("Unit"), "stage", x);
    const auto head = builder.add("dense", "head", stage);
    const auto loss = builder.add("softmax_cross_entropy", "loss", head);
    builder.set(x, "column", std::string("x"));
    builder.set(stage, "width", std::int64_t { 4 });
    builder.set(stage, kRepeat, repeat);
    builder.set(stage, kWeights, weights);
    builder.set(head, "units", std::int64_t { 2 });
    builder.set(loss, "target", std::string("y"));
    return network;
}

/// Blocks "b0", "b1", ..., each around two uses, "first" and "second", of the one before; of the last one
/// there are two in the network itself. Inside "b0" there is a ReLU "act".
inline Network nestedNetwork(int depth)
{
    Network network { .name = "nested", .dataset = {}, .nodes = {}, .links = {} };
    const auto use = [](Network& canvas, const std::string& layer, std::string_view first) {
        SampleBuilder builder { canvas };
        const auto in = builder.add(first, "in");
        return builder.add(layer, "second", builder.add(layer, "first", in));
    };
    Block innermost { .name = "b0", .body = {}, .exposed = {} };
    SampleBuilder body { innermost.body };
    body.add(kBlockOutput, "out", body.add("relu", "act", body.add(kBlockInput, "in")));
    network.blocks.push_back(std::move(innermost));
    for (int i = 1; i < depth; ++i) {
        Block block { .name = "b" + std::to_string(i), .body = {}, .exposed = {} };
        block.body.blocks = network.blocks; // for what uses of them are made of
        const auto last = use(block.body, blockLayer(network.blocks.back().name), kBlockInput);
        SampleBuilder { block.body }.add(kBlockOutput, "out", last);
        block.body.blocks.clear();
        network.blocks.push_back(std::move(block));
    }
    use(network, blockLayer(network.blocks.back().name), "input");
    return network;
}

inline tensor::Signature unitData()
{
    return {
        { { .name = "x", .type = tensor::ColumnType::Vector, .shape = { 4 } },
          { .name = "y", .type = tensor::ColumnType::Category, .shape = {}, .categories = { "no", "yes" } } }
    };
}

} // namespace netwright::network
