// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/node_builder.hpp"

#include "core/base/random.hpp"
#include "core/tensor/image_copies.hpp"
#include "core/tensor/reorder.hpp"

#include <cassert>

namespace netwright::engine {

using tensor::Buffer;
using tensor::Layout;

namespace {
    Layout layoutOf(const tensor::Column& column, std::int64_t batch)
    {
        const bool isCategory = column.type == tensor::ColumnType::Category;
        return Layout::plain(column.shape.withBatch(batch),
                             isCategory ? tensor::ElementType::Int32 : tensor::ElementType::Float32);
    }

    std::size_t index(int port) { return static_cast<std::size_t>(port); }
} // namespace

NodeBuilder::NodeBuilder(Recording& recording, std::size_t node)
    : m_recording(recording)
    , m_index(node)
    , m_lowered(recording.lowered.nodes[node])
    , m_node(recording.nodes[node])
    , m_ports(m_lowered.inputs.size())
{
}

layers::Mode NodeBuilder::mode() const { return m_recording.options.mode; }
const ParameterValues& NodeBuilder::parameters() const { return m_lowered.node->parameters; }
std::int64_t NodeBuilder::batch() const { return m_recording.batch; }
std::size_t NodeBuilder::slice() const { return m_recording.slice; }
std::size_t NodeBuilder::slices() const { return m_recording.slices; }
const layers::StepState& NodeBuilder::step() const { return m_recording.step; }
tensor::Freedom NodeBuilder::freedom() const
{
    const auto& options = m_recording.options;
    return { .choices = options.choices.get(),
             .allowsBFloat16 = options.allowsBFloat16 && options.mode == layers::Mode::Training };
}
std::uint64_t NodeBuilder::randomStream() const
{
    return streams::kDropout + (std::uint64_t { m_recording.slice } << streams::kSliceBits)
        + m_lowered.position;
}
bool NodeBuilder::isRecomputation() const { return m_lowered.isRecomputation; }
layers::Activation NodeBuilder::activation() const { return m_lowered.activation; }
Buffer NodeBuilder::scratch(const Layout& layout) { return Buffer(layout); }
Buffer NodeBuilder::kept(const Layout& layout) { return persistentBuffer(layout); }

tensor::Shape NodeBuilder::inputShape(int port) const
{
    return m_recording.lowered.values[m_lowered.inputs[index(port)]].shape;
}

tensor::Shape NodeBuilder::outputShape(int port) const
{
    return m_recording.lowered.values[m_lowered.outputs[index(port)]].shape;
}

RecordedValue& NodeBuilder::inputValue(int port) const
{
    return m_recording.values[m_lowered.inputs[index(port)]];
}
RecordedValue& NodeBuilder::outputValue(int port) const
{
    return m_recording.values[m_lowered.outputs[index(port)]];
}

std::size_t NodeBuilder::gradientOf(int port) const
{
    const auto value = m_lowered.inputs[index(port)];
    return m_recording.lowered.values[value].again.value_or(value);
}

tensor::ElementType NodeBuilder::outputType() const
{
    const auto& value = m_recording.lowered.values[m_lowered.outputs.front()];
    return freedom().allowsBFloat16 && value.allTakeRounded ? tensor::ElementType::BFloat16
                                                            : tensor::ElementType::Float32;
}

Buffer NodeBuilder::input(int port)
{
    const auto& value = inputValue(port).buffer;
    const auto& layout = value.layout();
    if (layout.type() == tensor::ElementType::BFloat16 && !m_lowered.kind->takesRounded) {
        const auto inOrder = tensor::inOrderOf(layout, layout.sizes(), tensor::ElementType::Float32);
        return input(port, inOrder.isEmpty() ? Layout::plain(layout.sizes()) : inOrder);
    }
    m_ports[index(port)].buffer = value;
    return value;
}

Buffer NodeBuilder::input(int port, const Layout& layout)
{
    auto& current = m_ports[index(port)].buffer;
    const auto& value = inputValue(port).buffer;
    if (value.layout() == layout)
        current = value;
    else if (!current || current.layout() != layout) {
        current = Buffer(layout);
        addReorder(m_node.forward, "input reorder", value, current);
    }
    return current;
}

Buffer NodeBuilder::output(int port, const Layout& layout)
{
    auto& value = outputValue(port);
    value.buffer = Buffer(layout);
    if (m_recording.lowered.values[m_lowered.outputs[index(port)]].wantsGradient)
        value.gradient = Buffer(layout);
    return value.buffer;
}

Buffer NodeBuilder::outputView(int port, const Buffer& buffer)
{
    auto& value = outputValue(port);
    value.buffer = buffer;
    if (!m_recording.lowered.values[m_lowered.outputs[index(port)]].wantsGradient)
        return buffer;
    // A view of an input: its gradient is a view of the input's, and nothing need be done in between.
    for (int from = 0; from < static_cast<int>(m_ports.size()); ++from) {
        const auto& seen = m_ports[index(from)].buffer;
        if (seen && seen.storage() == buffer.storage()) {
            value.gradient = inputGradient(from).viewedAs(buffer.layout());
            return buffer;
        }
    }
    value.gradient = Buffer(buffer.layout());
    return buffer;
}

Buffer NodeBuilder::column(std::string_view name)
{
    if (const auto it = m_recording.columns.find(name); it != m_recording.columns.end())
        return it->second;
    const auto* column = m_recording.data.find(name);
    assert(column);
    return m_recording.columns.emplace(name, persistentBuffer(layoutOf(*column, batch()))).first->second;
}

bool NodeBuilder::wantsInputGradient(int port) const
{
    return m_lowered.reachesLoss && m_recording.lowered.values[gradientOf(port)].wantsGradient;
}

Buffer NodeBuilder::claimGradient(RecordedValue& value)
{
    if (!value.isGradientClaimed) {
        value.isGradientClaimed = true;
        return value.gradient;
    }
    return value.furtherGradients.emplace_back(value.gradient.layout());
}

Buffer NodeBuilder::inputGradient(int port)
{
    auto& asked = m_ports[index(port)];
    if (!asked.gradient) {
        assert(wantsInputGradient(port) && asked.buffer);
        asked.claimed = claimGradient(m_recording.values[gradientOf(port)]);
        const bool isSame = asked.buffer.layout() == asked.claimed.layout();
        asked.gradient = isSame ? asked.claimed : Buffer(asked.buffer.layout());
    }
    return asked.gradient;
}

Buffer NodeBuilder::outputGradient(int port)
{
    auto& value = outputValue(port);
    if (!value.gradient) // of a branch that no loss follows: its backward operations are dropped
        value.gradient = Buffer(value.buffer.layout());
    return value.gradient;
}

Buffer NodeBuilder::preActivationGradient()
{
    m_node.wantsMask = m_lowered.activation != layers::Activation::None;
    return outputGradient(0);
}

std::vector<Buffer> NodeBuilder::shared(const Layout& layout)
{
    auto& pool = m_recording.shared.buffers;
    if (m_recording.slice == 0) {
        auto& made = pool.emplace_back();
        for (std::size_t i = 0; i < slices(); ++i)
            made.push_back(persistentBuffer(layout));
    }
    return pool[m_recording.sharedTaken++];
}

std::shared_ptr<const std::vector<Buffer>> NodeBuilder::across(const Buffer& own)
{
    auto& all = m_recording.shared.across;
    const auto index = m_recording.acrossTaken++;
    if (index == all.size())
        all.push_back(std::make_shared<std::vector<Buffer>>());
    all[index]->push_back(own);
    return all[index];
}

void NodeBuilder::forward(tensor::Operation operation) { m_node.forward.push_back(std::move(operation)); }

void NodeBuilder::backward(tensor::Operation operation)
{
    if (mode() == layers::Mode::Training && m_lowered.reachesLoss)
        m_node.backward.push_back(std::move(operation));
}

Buffer NodeBuilder::loss() { return m_recording.losses.emplace_back(persistentBuffer(Layout::plain({ 1 }))); }

void NodeBuilder::addReorder(std::vector<tensor::Operation>& list, const char* name, const Buffer& from,
                             const Buffer& to)
{
    auto operation = tensor::reorder(name, from, to);
    if (operation)
        list.push_back(std::move(*operation));
    else if (m_status)
        m_status = failed(operation);
}

Status NodeBuilder::finish()
{
    for (auto& port : m_ports) {
        if (port.gradient && port.gradient.storage() != port.claimed.storage())
            addReorder(m_node.backwardReorders, "gradient reorder", port.gradient, port.claimed);
    }
    if (m_lowered.kind->category == layers::Category::Loss)
        m_node.prediction = input(0, Layout::plain(inputShape(0)));
    return m_status;
}

} // namespace netwright::engine
