// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_graph.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <algorithm>

namespace netwright::exchange {

namespace {
    using layers::Category;

    const layers::LayerKind& kindOf(const network::Node& node) { return *layers::findLayer(node.layer); }

    /// The column that an input node is bound to.
    Result<std::string> columnOf(const network::Node& node, const layers::LayerKind& kind)
    {
        const auto it = std::ranges::find(kind.parameters, ParameterType::Column, &ParameterSpec::type);
        if (it == kind.parameters.end())
            return fail(
                network::describe(node),
                "draws its own numbers, which ONNX cannot; put an input in its place before exporting");
        return node.parameters.text(it->id);
    }

    /// A node with one output gives it its name; one with several adds the port's id.
    std::string valueName(const network::Node& node, const layers::LayerKind& kind, std::size_t port)
    {
        return kind.outputs.size() == 1 ? node.name : node.name + "." + kind.outputs[port].id;
    }
} // namespace

OnnxGraph::OnnxGraph(const network::Expansion& expansion, const network::Analysis& analysis,
                     std::span<const tensor::NamedTensor> parameters, const tensor::Signature& data)
    : m_network(expansion.network)
    , m_owners(expansion.owners)
    , m_analysis(analysis)
    , m_data(data)
{
    std::map<network::NodeId, const network::Node*> nodes;
    for (const auto& node : m_network.nodes)
        if (kindOf(node).category != Category::Loss)
            nodes.emplace(node.id, &node);
    for (const auto id : analysis.order)
        if (const auto it = nodes.find(id); it != nodes.end())
            m_nodes.push_back(it->second);
    for (const auto& link : m_network.links) {
        if (!nodes.contains(link.to.node))
            continue;
        m_sources.emplace(link.to, link.from);
        m_read.insert(link.from);
    }
    for (const auto& parameter : parameters)
        m_parameters.emplace(std::pair { parameter.node, parameter.name }, &parameter.tensor);
}

Status OnnxGraph::write(onnx::GraphProto& into)
{
    m_graph = &into;
    m_graph->set_name(m_network.name.empty() ? "network" : m_network.name);
    // Inputs first: a node that is named like a column must not take the name that callers feed.
    for (const auto* node : m_nodes)
        if (kindOf(*node).category == Category::Data)
            if (auto done = writeInput(*node); !done)
                return done;
    for (const auto* node : m_nodes)
        if (const auto& kind = kindOf(*node); kind.category != Category::Data)
            if (auto done = writeNode(*node, kind); !done)
                return done;
    return writeOutputs();
}

Status OnnxGraph::writeInput(const network::Node& node)
{
    const network::PortRef port { node.id, 0 };
    if (!m_read.contains(port))
        return {}; // a file with an input that nothing reads is refused by other programs
    const auto column = columnOf(node, kindOf(node));
    if (!column)
        return failed(column);
    auto [it, isNew] = m_inputs.try_emplace(*column);
    if (isNew) {
        it->second = freeName(*column);
        exchange::write(m_analysis.factsOf(node.id)->outputs.at(0), it->second, *m_graph->add_input());
    }
    m_values[port] = it->second;
    return {};
}

Status OnnxGraph::writeNode(const network::Node& node, const layers::LayerKind& kind)
{
    if (!kind.toOnnx)
        return fail(network::describe(node),
                    "cannot be written as ONNX; remove or replace it before exporting");
    const auto writing = describe(node, kind);
    if (!writing)
        return failed(writing);
    const auto part = kind.toOnnx(*writing);
    if (!part)
        return fail(network::describe(node), "{}", part.error().text());
    for (std::size_t i = 0; i < part->nodes.size(); ++i) {
        const auto name = part->nodes.size() == 1 ? node.name : fmt::format("{}.{}", node.name, i + 1);
        exchange::write(part->nodes[i], name, *m_graph->add_node());
    }
    return writeConstants(node, *part);
}

Status OnnxGraph::writeConstants(const network::Node& node, const layers::OnnxPart& part)
{
    const auto writeAll = [&](const auto& constants) -> Status {
        for (const auto& [name, constant] : constants) {
            if (!m_names.insert(name).second)
                return fail(network::describe(node),
                            "its constant \"{}\" has the name of another value; rename the node", name);
            exchange::write(constant, name, *m_graph->add_initializer());
        }
        return {};
    };
    if (auto done = writeAll(part.constants); !done)
        return done;
    return writeAll(part.integers);
}

Result<layers::OnnxWriting> OnnxGraph::describe(const network::Node& node, const layers::LayerKind& kind)
{
    auto weights = weightsFor(node, kind);
    if (!weights)
        return failed(weights);
    const auto& facts = *m_analysis.factsOf(node.id);
    layers::OnnxWriting writing { .parameters = node.parameters,
                                  .prefix = node.name,
                                  .inputShapes = facts.inputs,
                                  .outputShapes = facts.outputs,
                                  .inputs = {},
                                  .outputs = {},
                                  .weights = std::move(*weights) };
    for (std::size_t i = 0; i < kind.inputs.size(); ++i)
        writing.inputs.push_back(m_values.at(m_sources.at({ node.id, static_cast<int>(i) })));
    for (std::size_t i = 0; i < kind.outputs.size(); ++i) {
        writing.outputs.push_back(freeName(valueName(node, kind, i)));
        m_values[{ node.id, static_cast<int>(i) }] = writing.outputs.back();
    }
    return writing;
}

Result<std::map<std::string, tensor::Tensor>> OnnxGraph::weightsFor(const network::Node& node,
                                                                    const layers::LayerKind& kind) const
{
    std::map<std::string, tensor::Tensor> weights;
    const auto& inputs = m_analysis.factsOf(node.id)->inputs;
    const auto owner = m_owners.find(node.id);
    const auto& holder = owner == m_owners.end() ? node.name : owner->second;
    for (const auto& spec : layers::weightsOf(kind, { node.parameters, inputs, m_data })) {
        const auto it = m_parameters.find({ holder, spec.name });
        if (it == m_parameters.end())
            return fail(network::describe(node),
                        "the checkpoint has no \"{}\" for it; was the network changed since?", spec.name);
        if (it->second->shape != spec.shape)
            return fail(network::describe(node),
                        "expected \"{}\" of {}, the checkpoint has {}; was the network changed since?",
                        spec.name, toText(spec.shape), toText(it->second->shape));
        weights.emplace(spec.name, *it->second);
    }
    return weights;
}

Status OnnxGraph::writeOutputs()
{
    for (const auto* node : m_nodes) {
        if (kindOf(*node).category == Category::Data)
            continue;
        const auto& shapes = m_analysis.factsOf(node->id)->outputs;
        for (std::size_t i = 0; i < shapes.size(); ++i)
            if (const network::PortRef port { node->id, static_cast<int>(i) }; !m_read.contains(port))
                exchange::write(shapes[i], m_values.at(port), *m_graph->add_output());
    }
    if (m_graph->output_size() == 0)
        return fail(fmt::format("network \"{}\"", m_network.name),
                    "there is no layer to export between the inputs and the losses");
    return {};
}

std::string OnnxGraph::freeName(std::string wanted)
{
    while (!m_names.insert(wanted).second)
        wanted += "_output";
    return wanted;
}

} // namespace netwright::exchange
