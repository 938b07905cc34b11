// SPDX-License-Identifier: GPL-3.0-or-later
// Weights, which several nodes may use: each leaves a gradient of its own.
#include "core/engine/node_builder.hpp"
#include "core/tensor/elementwise.hpp"
#include "core/tensor/reorder.hpp"

namespace netwright::engine {

using tensor::Buffer;
using tensor::Layout;

layers::WeightBuffers NodeBuilder::weight(std::string_view name, const Layout& layout)
{
    if (hasFoldedNorm() && name == "bias")
        return { .value = foldedBias(layout), .gradient = {}, .places = {} };
    return weightOf(m_lowered.weightNode, name, layout);
}

Buffer NodeBuilder::weightCopy(std::string_view name, const Layout& layout)
{
    if (hasFoldedNorm() && name == "kernel")
        return foldedKernel(layout);
    return copyOf(m_lowered.weightNode, name, layout);
}

Buffer NodeBuilder::copyOf(std::string_view owner, std::string_view name, const Layout& layout)
{
    auto copy = m_recording.parameters.copy(owner, name, layout);
    if (!copy && m_status)
        m_status = failed(copy);
    return copy ? *copy : Buffer(layout);
}

layers::WeightBuffers NodeBuilder::weightOf(const std::string& owner, std::string_view name,
                                            const Layout& layout)
{
    auto& parameters = m_recording.parameters;
    const bool isTraining = mode() == layers::Mode::Training;
    auto [it, isFirst] = m_recording.weights.try_emplace({ owner, std::string(name) });
    auto& weight = it->second;
    layers::WeightBuffers buffers;
    if (isFirst) {
        buffers = parameters.declare(owner, name, layout, isTraining, m_recording.slice);
        weight.gradient = buffers.gradient;
    } else {
        buffers.value = copyOf(owner, name, layout);
        if (weight.gradient)
            buffers.gradient = Buffer(layout);
    }
    if (isTraining && m_lowered.isFrozen) { // nobody reads them: what computes them alone is left out
        buffers.gradient = scratch(layout);
        buffers.places = scratch(layout);
    } else if (m_lowered.reachesLoss) // otherwise it writes no gradient
        weight.users.push_back({ .node = m_index, .gradient = buffers.gradient });
    return buffers;
}

namespace {
    Status add(std::vector<tensor::Operation>& list, const Buffer& sum, const Buffer& further)
    {
        auto term = further;
        if (further.layout() != sum.layout()) {
            term = Buffer(sum.layout());
            auto reorder = tensor::reorder("weight gradient reorder", further, term);
            if (!reorder)
                return failed(reorder);
            list.push_back(*std::move(reorder));
        }
        list.push_back(tensor::add("weight gradient sum", sum, term));
        return {};
    }
} // namespace

Status sumWeightGradients(Recording& recording)
{
    for (const auto& [name, weight] : recording.weights) {
        if (!weight.gradient || weight.users.empty())
            continue;
        const auto& first = weight.users.front(); // the last one's turn in the backward pass
        auto& list = recording.nodes[first.node].backwardReorders;
        if (first.gradient.storage() != weight.gradient.storage()) {
            auto moved = tensor::reorder("weight gradient", first.gradient, weight.gradient);
            if (!moved)
                return failed(moved);
            list.push_back(*std::move(moved));
        }
        for (std::size_t i = 1; i < weight.users.size(); ++i) {
            if (auto added = add(list, weight.gradient, weight.users[i].gradient); !added)
                return added;
        }
    }
    return {};
}

} // namespace netwright::engine
