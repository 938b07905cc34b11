// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_import.hpp"

#include "core/base/file.hpp"
#include "core/exchange/onnx_proto.hpp"
#include "core/layers/catalogue/layer_table.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>

namespace netwright::exchange {

namespace {
    constexpr double kDistance = 104; ///< between nodes on the canvas

    Result<onnx::ModelProto> readModel(const std::filesystem::path& file)
    {
        const auto bytes = readFile(file, kLargestOnnxFile);
        if (!bytes)
            return failed(bytes);
        onnx::ModelProto model;
        if (!model.ParseFromString(*bytes) || !model.has_graph() || model.opset_import_size() == 0)
            return fail(file.string(), "not an ONNX file, or a damaged one; export it again");
        return model;
    }

    const layers::LayerKind& inputKind() { return *layers::findLayer("input"); }

    /// As checkpoints and links can hold it: "/fc/Gemm" becomes "_fc_Gemm".
    std::string plainName(std::string name)
    {
        const auto isPlain
            = [](unsigned char letter) { return std::isalnum(letter) || letter == '-' || letter == '.'; };
        std::ranges::replace_if(name, std::not_fn(isPlain), '_');
        return name;
    }

    bool isConstant(const onnx::NodeProto& node)
    {
        return node.op_type() == "Constant" && node.attribute_size() == 1 && node.attribute(0).has_t()
            && node.output_size() == 1;
    }

    /// Token ids are whole numbers also where they are floats.
    bool isCastOfIds(const layers::OnnxNode& node)
    {
        const auto type = node.attribute<std::int64_t>("to", onnx::TensorProto::UNDEFINED);
        return node.type == "Cast" && (type == onnx::TensorProto::INT64 || type == onnx::TensorProto::INT32);
    }

    /// "Batch Norm, Conv 2D, Dense": for a message.
    std::string readableLayers()
    {
        std::vector<std::string> titles;
        for (const auto* kind : layers::layerTable())
            if (kind->fromOnnx)
                titles.push_back(kind->title);
        return fmt::format("{}", fmt::join(titles, ", "));
    }

    /// What is known of one named value while the graph is read in order.
    struct Value {
        network::PortRef from;
        tensor::Shape shape; ///< per sample
    };

    class OnnxReader {
    public:
        explicit OnnxReader(std::string where)
            : m_where(std::move(where))
        {
        }

        Result<OnnxModel> read(const onnx::GraphProto& graph)
        {
            if (static_cast<std::size_t>(graph.node_size()) > network::kMaximumNodes)
                return fail(m_where, "the graph has {} operators; at most {} are read", graph.node_size(),
                            network::kMaximumNodes);
            for (const auto& constant : graph.initializer())
                if (const auto done = readConstant(constant.name(), constant); !done)
                    return failed(done);
            for (const auto& input : graph.input())
                if (const auto done = readInput(input); !done)
                    return failed(done);
            if (const auto done = readOperators(graph); !done)
                return failed(done);
            m_model.network.name = plainName(graph.name());
            return std::move(m_model);
        }

    private:
        Status readConstant(const std::string& name, const onnx::TensorProto& from)
        {
            auto tensor = readTensor(from, m_where);
            if (!tensor)
                return failed(tensor);
            m_constants.insert_or_assign(name, std::move(*tensor));
            return {};
        }

        Status readInput(const onnx::ValueInfoProto& input)
        {
            if (m_constants.contains(input.name()))
                return {}; // files before IR version 4 list their weights as inputs, too
            const auto shape = readSampleShape(input, m_where);
            if (!shape)
                return failed(shape);
            const auto type = shape->rank() == 3 ? tensor::ColumnType::Image
                : shape->rank() == 0             ? tensor::ColumnType::Number
                                                 : tensor::ColumnType::Vector;
            m_model.data.columns.push_back({ .name = input.name(), .type = type, .shape = *shape });

            const auto& kind = inputKind();
            ParameterValues parameters(kind.parameters);
            for (const auto& spec : kind.parameters)
                if (spec.type == ParameterType::Column)
                    parameters.set(spec.id, input.name());
            return addNode(kind, input.name(), std::move(parameters), {}, std::span(&input.name(), 1));
        }

        /// Constants first, so that they do not stand between operators that belong together.
        Status readOperators(const onnx::GraphProto& graph)
        {
            std::vector<layers::OnnxNode> nodes;
            std::vector<std::string> names;
            for (const auto& from : graph.node()) {
                if (isConstant(from)) {
                    if (auto done = readConstant(from.output(0), from.attribute(0).t()); !done)
                        return done;
                } else {
                    nodes.push_back(readNode(from));
                    names.push_back(from.name());
                }
            }
            for (std::size_t i = 0; i < nodes.size();) {
                const auto read = readOperator(names[i], std::span(nodes).subspan(i));
                if (!read)
                    return failed(read);
                i += *read;
            }
            return {};
        }

        /// How many operators were read: the first, and with it some that belong to it.
        Result<std::size_t> readOperator(const std::string& name, std::span<const layers::OnnxNode> nodes)
        {
            const auto& node = nodes.front();
            layers::OnnxReading reading { .node = node,
                                          .constants = {},
                                          .inputShapes = {},
                                          .following = nodes.subspan(1),
                                          .named = &m_constants };
            std::vector<std::string> inputs;
            for (std::size_t i = 0; i < node.inputs.size(); ++i) {
                if (const auto constant = m_constants.find(node.inputs[i]); constant != m_constants.end()) {
                    reading.constants.emplace(i, constant->second);
                } else if (const auto value = m_values.find(node.inputs[i]); value != m_values.end()) {
                    reading.inputShapes.push_back(value->second.shape);
                    inputs.push_back(node.inputs[i]);
                } else if (!node.inputs[i].empty()) {
                    return fail(m_where,
                                "{} reads \"{}\", which nothing before it writes; the file is damaged",
                                node.type, node.inputs[i]);
                }
            }
            if (inputs.empty() || node.outputs.empty())
                return fail(m_where, "{} has no input or no output; the file is damaged", node.type);
            if (node.type == "Identity" || isCastOfIds(node))
                return passThrough(inputs.front(), node.outputs.front());
            return addOperator(name, reading, inputs);
        }

        std::size_t passThrough(const std::string& input, const std::string& output)
        {
            m_values[output] = m_values.at(input);
            return 1;
        }

        /// The reading of the kind that reads most operators; the first error where none reads any.
        static std::pair<const layers::LayerKind*, std::optional<Result<layers::OnnxRead>>>
        bestReading(const layers::OnnxReading& reading)
        {
            std::pair<const layers::LayerKind*, std::optional<Result<layers::OnnxRead>>> best;
            for (const auto* kind : layers::layerTable()) {
                auto read = kind->fromOnnx ? kind->fromOnnx(reading) : std::nullopt;
                const auto operators = [](const auto& each) { return *each ? (*each)->operators : 0; };
                if (read && (!best.second || operators(read) > operators(best.second)))
                    best = { kind, std::move(read) };
            }
            return best;
        }

        Result<std::size_t> addOperator(const std::string& name, const layers::OnnxReading& reading,
                                        std::span<const std::string> inputs)
        {
            auto [kind, read] = bestReading(reading);
            if (!kind)
                return fail(
                    m_where,
                    "no layer understands the operator {} of \"{}\" as it is used there; what can be read is {}",
                    reading.node.type, name, readableLayers());
            if (!*read)
                return fail(m_where, "{} \"{}\": {}", reading.node.type, name, read->error().text());
            const auto operators = (*read)->operators;
            const bool isOne = operators == 1;
            const auto& outputs = isOne ? reading.node.outputs : reading.following[operators - 2].outputs;
            const auto added = addNode(*kind, isOne && !name.empty() ? name : outputs.front(),
                                       std::move((*read)->parameters), inputs, outputs);
            if (!added)
                return failed(added);
            for (auto& [key, tensor] : (*read)->weights)
                m_model.parameters.push_back({ m_model.network.nodes.back().name, key, std::move(tensor) });
            return operators;
        }

        /// Adds the node with its links, checks that its shapes fit, and makes its outputs known under these
        /// names.
        Status addNode(const layers::LayerKind& kind, const std::string& name, ParameterValues parameters,
                       std::span<const std::string> inputs, std::span<const std::string> outputs)
        {
            auto& network = m_model.network;
            const network::NodeId id { network.nextId++ };
            network.nodes.push_back(
                { .id = id,
                  .name = freeName(plainName(name), kind),
                  .layer = kind.id,
                  .parameters = std::move(parameters),
                  .position = { 0, kDistance * static_cast<double>(network.nodes.size()) } });
            std::vector<tensor::Shape> shapes;
            for (std::size_t i = 0; i < inputs.size(); ++i) {
                const auto& value = m_values.at(inputs[i]);
                network.links.push_back({ .from = value.from, .to = { id, static_cast<int>(i) } });
                shapes.push_back(value.shape);
            }
            if (shapes.size() != kind.inputs.size() || outputs.size() > kind.outputs.size())
                return fail(m_where, "\"{}\" has {} inputs and {} outputs; {} takes {} and {}", name,
                            shapes.size(), outputs.size(), kind.title, kind.inputs.size(),
                            kind.outputs.size());
            if (const auto checked = checkValues(kind.parameters, network.nodes.back().parameters); !checked)
                return fail(m_where, "\"{}\": {}", name, checked.error().message);
            const auto inferred = kind.inferShape({ network.nodes.back().parameters, shapes, m_model.data });
            if (!inferred)
                return fail(m_where, "\"{}\": {}", name, inferred.error().text());
            for (std::size_t i = 0; i < outputs.size(); ++i)
                m_values[outputs[i]] = { { id, static_cast<int>(i) }, inferred->at(i) };
            return {};
        }

        /// The wanted name, or another where it is taken or cannot be a node's.
        std::string freeName(const std::string& wanted, const layers::LayerKind& kind)
        {
            auto name = network::checkNodeName(wanted) ? wanted : kind.id;
            for (auto number = m_model.network.nextId; !m_names.insert(name).second; ++number)
                name = fmt::format("{}_{}", kind.id, number);
            return name;
        }

        std::string m_where;
        OnnxModel m_model;
        std::map<std::string, tensor::Tensor> m_constants;
        std::map<std::string, Value> m_values;
        std::set<std::string> m_names; ///< of the nodes
    };
} // namespace

Result<OnnxModel> importOnnx(const std::filesystem::path& file)
{
    const auto model = readModel(file);
    if (!model)
        return failed(model);
    return OnnxReader(file.string()).read(model->graph());
}

} // namespace netwright::exchange
