// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.hpp"
#include "core/engine/plan.hpp"
#include "core/network/analysis.hpp"
#include "tests/core/layers/layer_case.hpp"

#include <algorithm>
#include <memory>
#include <numeric>

namespace netwright::layers::testing {

/// A layer in the smallest network that trains it. Its inputs must be something that is learned, or the
/// engine would skip their gradient. So they are the weights of a layer before it:
///
///     row n of the batch is the unit vector n  ->  dense, kernel (D, N)      ->  x[n, d] = kernel[d, n]
///     one pixel, in the middle of channel n    ->  conv2d, kernel (C, N, H, W) ->  x[n, c, i, j] = the
///     kernel, turned
///
///     token ids 0, 1, ...                      ->  embedding, table (N T, D) ->  x[n, t, d] = table[n T + t,
///     d]
///
/// and a mean squared error follows each output. Losses stand at the end themselves. Token ids are data: they
/// come from an input.
class WrappedLayer {
public:
    static constexpr const char* kNode = "layer";

    [[nodiscard]] static Result<WrappedLayer> create(const LayerCase& layerCase, std::int64_t batch)
    {
        WrappedLayer wrapped(layerCase, batch);
        auto& network = wrapped.m_network;
        const auto layer = network.add(layerCase.kind->id, {});
        network.find(layer)->name = kNode;
        network.find(layer)->parameters = layerCase.parameters();
        for (std::size_t port = 0; port < layerCase.inputs.size(); ++port)
            wrapped.addProducer(port, layer);
        wrapped.bindColumns(layer);
        wrapped.addLosses(layer);
        const auto analysis = network::analyse(network, &wrapped.m_data);
        if (!analysis.problems.empty())
            return fail(layerCase.kind->id, "{}", analysis.problems.front().message);
        return wrapped;
    }

    [[nodiscard]] const LayerCase& layerCase() const { return m_case; }
    [[nodiscard]] const network::Network& network() const { return m_network; }
    [[nodiscard]] const tensor::Signature& data() const { return m_data; }
    [[nodiscard]] const std::vector<tensor::Shape>& outputShapes() const { return m_outputs; }
    [[nodiscard]] std::int64_t batch() const { return m_batch; }
    [[nodiscard]] bool isLoss() const { return m_case.kind->category == Category::Loss; }

    /// A plan with its data and parameters in place.
    [[nodiscard]] Result<std::unique_ptr<engine::Plan>> compile(Mode mode, int slices = 1,
                                                                int threads = 1) const
    {
        auto plan = engine::Plan::compile(
            m_network, m_data, { .mode = mode, .batch = m_batch, .threads = threads, .slices = slices });
        if (!plan)
            return plan;
        for (const auto& slot : (*plan)->inputs()) {
            const auto values = columnValues(slot.column);
            if (!slot.numbers.empty())
                std::ranges::copy(values, slot.numbers.begin());
            else
                std::ranges::transform(values, slot.categories.begin(),
                                       [](float value) { return static_cast<std::int32_t>(value); });
        }
        if (auto written = (*plan)->writeParameters(parametersFor(**plan)); !written)
            return failed(written);
        return plan;
    }

    /// Batch x shape of a column: what the loader would deliver.
    [[nodiscard]] std::vector<float> columnValues(const std::string& name) const
    {
        const auto& column = *m_data.find(name);
        const auto size = column.shape.elements();
        std::vector<float> values(static_cast<std::size_t>(m_batch * size));
        if (name.starts_with("unit")) {
            const auto area = size / m_batch; // one pixel in the middle, or the only number
            for (std::int64_t n = 0; n < m_batch; ++n)
                values[static_cast<std::size_t>(n * size + n * area + area / 2)] = 1;
            return values;
        }
        if (name.starts_with("ids"))
            return inputValues(static_cast<std::size_t>(name.back() - '0'));
        if (name.starts_with("position")) {
            std::iota(values.begin(), values.end(), 0.F);
            return values;
        }
        const Random random(11, 1);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto draw = random.uniform(i);
            values[i] = column.type == tensor::ColumnType::Category
                ? static_cast<float>(i % column.categories.size())
                : name == "bound" ? draw // what a loss asks for may be a share
                                  : 2 * draw - 1;
        }
        return values;
    }

    /// Batch x shape of what goes into a port: in each sample shuffled even steps around zero. No two are
    /// closer than the check's perturbation, and none is that close to zero: maxima and ReLUs keep their
    /// side. Few values take larger steps, so that a normalisation does not divide by next to nothing.
    [[nodiscard]] std::vector<float> inputValues(std::size_t port) const
    {
        const auto size = m_case.inputs[port].elements();
        std::vector<std::int64_t> order(static_cast<std::size_t>(size));
        std::vector<float> values;
        for (std::int64_t i = 0; m_case.vocabulary > 0 && i < m_batch * size; ++i)
            values.push_back(static_cast<float>(Random(13, port).below(
                static_cast<std::uint64_t>(m_case.vocabulary), static_cast<std::uint64_t>(i))));
        if (!values.empty())
            return values;
        const float width = std::max(0.03F, 4 / static_cast<float>(size));
        for (std::int64_t n = 0; n < m_batch; ++n) {
            std::iota(order.begin(), order.end(), -size / 2);
            shuffle(order, 5 + port, static_cast<std::uint64_t>(n));
            for (const auto step : order)
                values.push_back(width * (static_cast<float>(step) + 0.5F));
        }
        return values;
    }

    /// Weights of the layer itself, by name.
    [[nodiscard]] std::map<std::string, tensor::Tensor> weights() const
    {
        std::map<std::string, tensor::Tensor> weights;
        const auto values = m_network.find(kNode)->parameters;
        for (const auto& spec : weightsOf(*m_case.kind, { values, m_case.inputs, m_data })) {
            const Random random(7, weights.size());
            tensor::Tensor tensor { spec.shape,
                                    std::vector<float>(static_cast<std::size_t>(spec.shape.elements())) };
            for (std::size_t i = 0; i < tensor.values.size(); ++i) {
                const float draw = random.uniform(i) - 0.5F;
                tensor.values[i] = spec.initialiser == Initialiser::Ones ? 1 + draw : draw;
            }
            weights.emplace(spec.name, std::move(tensor));
        }
        return weights;
    }

private:
    WrappedLayer(const LayerCase& layerCase, std::int64_t batch)
        : m_case(layerCase)
        , m_batch(batch)
    {
        m_network.name = "wrapped";
        m_network.dataset = "memory";
    }

    void addProducer(std::size_t port, network::NodeId layer)
    {
        const auto rank = m_case.inputs[port].rank();
        const auto input = m_network.add("input", {});
        addProducerColumn(port);
        m_network.find(input)->parameters.set("column", m_data.columns.back().name);
        auto from = input;
        if (m_case.vocabulary == 0) {
            from = m_network.add(rank == 3 ? "conv2d" : rank == 2 ? "embedding" : "dense", {});
            m_network.find(from)->name = producerOf(port);
            setProducer(m_case.inputs[port], m_network.find(from)->parameters);
            m_network.connect({ { input }, { from } });
        }
        m_network.connect({ { from }, { layer, static_cast<int>(port) } });
    }

    /// What the producer reads; of token ids what the layer itself reads.
    void addProducerColumn(std::size_t port)
    {
        using tensor::ColumnType;
        const auto& shape = m_case.inputs[port];
        tensor::Column column { fmt::format("unit{}", port), ColumnType::Vector, { m_batch } };
        if (m_case.vocabulary > 0)
            column = { .name = fmt::format("ids{}", port),
                       .type = ColumnType::Sequence,
                       .shape = shape,
                       .vocabulary = m_case.vocabulary };
        else if (shape.rank() == 2)
            column = { .name = fmt::format("position{}", port),
                       .type = ColumnType::Sequence,
                       .shape = { shape[0] },
                       .vocabulary = m_batch * shape[0] };
        else if (shape.rank() == 3)
            column = { column.name, ColumnType::Image, { m_batch, 2 * shape[1] - 1, 2 * shape[2] - 1 } };
        m_data.columns.push_back(column);
    }

    void setProducer(const tensor::Shape& shape, ParameterValues& parameters) const
    {
        if (shape.rank() == 3) {
            parameters.set("filters", shape[0]);
            parameters.set("kernel_height", shape[1]);
            parameters.set("kernel_width", shape[2]);
            parameters.set("padding", std::string("none"));
        } else if (shape.rank() == 2) {
            parameters.set("vocabulary", m_batch * shape[0]);
            parameters.set("size", shape[1]);
        } else {
            parameters.set("units", shape[0]);
        }
    }

    /// Data layers read a column of their own; a loss takes the first kind of target that it accepts.
    void bindColumns(network::NodeId layer)
    {
        auto& values = m_network.find(layer)->parameters;
        for (const auto& spec : m_case.kind->parameters) {
            if (spec.type == ParameterType::Column)
                values.set(spec.id, std::string("bound"));
        }
        const auto shape = m_case.inputs.empty() ? tensor::Shape { 6 } : m_case.inputs[0];
        std::vector<std::string> classes;
        for (std::int64_t i = 0; i < shape[0]; ++i)
            classes.push_back(fmt::format("class {}", i));
        m_data.columns.push_back({ "bound", columnTypeOf(shape), shape });
        if (!m_case.kind->inferShape({ values, m_case.inputs, m_data }))
            m_data.columns.back() = { "bound", tensor::ColumnType::Category, {}, classes };
    }

    void addLosses(network::NodeId layer)
    {
        const auto shapes
            = m_case.kind->inferShape({ m_network.find(layer)->parameters, m_case.inputs, m_data });
        if (!shapes)
            return; // analyse() will say why
        m_outputs = *shapes;
        for (std::size_t port = 0; port < m_outputs.size(); ++port) {
            const auto column = fmt::format("target{}", port);
            m_data.columns.push_back({ column, columnTypeOf(m_outputs[port]), m_outputs[port] });
            const auto loss = m_network.add("mean_squared_error", {});
            m_network.find(loss)->parameters.set("target", column);
            m_network.connect({ { layer, static_cast<int>(port) }, { loss } });
        }
    }

    static std::string producerOf(std::size_t port) { return fmt::format("producer{}", port); }

    std::vector<tensor::NamedTensor> parametersFor(const engine::Plan& plan) const
    {
        const auto own = weights();
        auto parameters = plan.readParameters();
        for (auto& [node, name, tensor] : parameters) {
            if (node == kNode)
                tensor = own.at(name);
            else if (name == "bias")
                std::ranges::fill(tensor.values, 0.F);
            for (std::size_t port = 0; port < m_case.inputs.size(); ++port) {
                if (node == producerOf(port) && name == "kernel")
                    tensor.values = kernelFor(port);
                else if (node == producerOf(port) && name == "table")
                    tensor.values = inputValues(port);
            }
        }
        return parameters;
    }

    /// inputValues() as the producer's kernel.
    std::vector<float> kernelFor(std::size_t port) const
    {
        const auto values = inputValues(port);
        const auto& shape = m_case.inputs[port];
        const auto outer = shape[0];
        const auto area = shape.elements() / outer;
        std::vector<float> kernel(values.size());
        for (std::int64_t n = 0; n < m_batch; ++n) {
            for (std::int64_t c = 0; c < outer; ++c) {
                for (std::int64_t i = 0; i < area; ++i)
                    kernel[static_cast<std::size_t>((c * m_batch + n) * area + area - 1 - i)]
                        = values[static_cast<std::size_t>((n * outer + c) * area + i)];
            }
        }
        return kernel;
    }

    LayerCase m_case;
    std::int64_t m_batch;
    network::Network m_network;
    tensor::Signature m_data;
    std::vector<tensor::Shape> m_outputs;
};

} // namespace netwright::layers::testing
