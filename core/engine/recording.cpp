// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recording.hpp"

#include "core/engine/node_builder.hpp"
#include "core/tensor/elementwise.hpp"

#include <map>
#include <set>
#include <string_view>

namespace netwright::engine {

using tensor::Buffer;

Buffer persistentBuffer(const tensor::Layout& layout)
{
    Buffer buffer(layout);
    buffer.storage()->isPersistent = true;
    return buffer;
}

namespace {
    /// Brings an output's gradient together: the sum of what its consumers left.
    void sumGradients(const RecordedValue& value, std::vector<tensor::Operation>& list)
    {
        if (!value.gradient)
            return;
        if (!value.isGradientClaimed)
            list.push_back(tensor::clear("gradient of an unused output", value.gradient));
        for (const auto& further : value.furtherGradients)
            list.push_back(tensor::add("gradient sum", value.gradient, further));
    }

    /// The mask of a fused ReLU goes before the layer's own backward pass - or, where the only consumer
    /// passes on some of its inputs unchanged (max pooling), before that one's, whose output is smaller: what
    /// is masked there never reaches this layer, and what reaches it has won against zero.
    void addMask(Recording& recording, std::size_t node)
    {
        const auto output = recording.lowered.nodes[node].outputs.front();
        const auto& consumers = recording.lowered.values[output].consumers;
        std::size_t at = node;
        if (consumers.size() == 1 && recording.lowered.nodes[consumers.front()].kind->selectsInputs)
            at = consumers.front();
        const auto& masked = recording.values[recording.lowered.nodes[at].outputs.front()];
        recording.nodes[at].backwardPreparation.push_back(
            tensor::reluBackward(masked.buffer, masked.gradient, masked.gradient));
    }

    void prepareGradients(Recording& recording)
    {
        const auto& nodes = recording.lowered.nodes;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (!nodes[i].reachesLoss)
                continue;
            for (const auto value : nodes[i].outputs)
                sumGradients(recording.values[value], recording.nodes[i].backwardPreparation);
        }
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (nodes[i].reachesLoss && recording.nodes[i].wantsMask)
                addMask(recording, i);
        }
    }

    /// In execution order, as they would be if nothing were folded.
    void addWeights(Recording& recording)
    {
        struct Owner {
            const std::string* node;
            const std::vector<layers::WeightSpec>* weights;
        };
        std::map<std::uint64_t, Owner> owners;
        for (const auto& node : recording.lowered.nodes) {
            owners.emplace(node.position, Owner { &node.weightNode, &node.weights });
            if (node.norm)
                owners.emplace(node.norm->position, Owner { &node.norm->weightNode, &node.norm->weights });
        }
        const auto rows
            = recording.batch * static_cast<std::int64_t>(recording.slices); // with those that pad
        std::set<std::string_view> seen;
        for (const auto& [position, owner] : owners) {
            if (seen.insert(*owner.node).second)
                recording.parameters.add(*owner.node, position, *owner.weights, rows);
        }
    }
} // namespace

Status record(Recording& recording)
{
    const auto& lowered = recording.lowered;
    recording.values.resize(lowered.values.size());
    recording.nodes.resize(lowered.nodes.size());
    if (recording.slice == 0)
        addWeights(recording);
    for (std::size_t i = 0; i < lowered.nodes.size(); ++i) {
        NodeBuilder builder(recording, i);
        auto status = lowered.nodes[i].kind->build(builder);
        if (status)
            status = builder.finish();
        if (!status)
            return fail("", "{}: {}", network::describe(*lowered.nodes[i].node), status.error().message);
    }
    if (recording.options.mode != layers::Mode::Training)
        return {};
    prepareGradients(recording);
    return sumWeightGradients(recording);
}

} // namespace netwright::engine
