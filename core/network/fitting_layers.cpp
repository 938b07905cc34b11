// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/fitting_layers.hpp"

#include "core/network/block.hpp"
#include "core/network/fitting_columns.hpp"

#include <algorithm>
#include <set>

namespace netwright::network {

using layers::LayerKind;
using tensor::Shape;
using tensor::Signature;

namespace {
    const Shape* shapeOf(const Analysis& analysis, PortRef output)
    {
        const auto* facts = analysis.factsOf(output.node);
        const auto port = static_cast<std::size_t>(output.port);
        return facts && port < facts->outputs.size() ? &facts->outputs[port] : nullptr;
    }

    std::vector<std::string> columnParameters(const LayerKind& kind)
    {
        std::vector<std::string> ids;
        for (const auto& spec : kind.parameters) {
            if (spec.type == ParameterType::Column)
                ids.push_back(spec.id);
        }
        return ids;
    }

    /// The defaults, bound in turn to each column there is, those that suit the kind first.
    std::vector<ParameterValues> bindingsOf(const LayerKind& kind, const Signature& data)
    {
        const auto defaults = fitted(kind, {});
        std::vector<ParameterValues> bindings;
        for (const auto& id : columnParameters(kind)) {
            auto names = fittingColumns(kind, defaults, id, data);
            for (const auto& column : data.columns) {
                if (std::ranges::find(names, column.name) == names.end())
                    names.push_back(column.name);
            }
            for (const auto& name : names) {
                bindings.push_back(defaults);
                bindings.back().set(id, name);
            }
        }
        if (bindings.empty())
            bindings.push_back(defaults);
        return bindings;
    }

    /// A kind made from a block has no shape rule: the block is tried in a network of its own.
    std::vector<Shape> blockOutputs(const Network& network, std::string_view layer, const Shape& shape,
                                    Signature data)
    {
        const std::string column = "what enters the block";
        data.columns.push_back({ column, tensor::ColumnType::Vector, shape });
        Network trial { .name = "trial", .dataset = {}, .nodes = {}, .links = {} };
        trial.blocks = network.blocks;
        const auto input = trial.add("input", {});
        trial.find(input)->parameters.set("column", column);
        const auto use = trial.add(layer, {});
        const auto kind = kindOf(trial, layer);
        for (int port = 0; port < std::ssize(kind->inputs); ++port)
            trial.connect({ { input, 0 }, { use, port } });
        const auto analysis = analyse(trial, &data);
        const auto* facts = analysis.factsOf(use);
        return facts ? facts->outputs : std::vector<Shape> {};
    }

    /// What a new node makes of this at each of its inputs; else why the likeliest binding does not take it.
    Result<std::vector<Shape>> outputsOf(const Network& network, std::string_view layer,
                                         const LayerKind& kind, const Shape& shape, const Signature* data)
    {
        const Signature columns = data ? *data : Signature {};
        if (blockName(layer)) {
            auto outputs = blockOutputs(network, layer, shape, columns);
            if (outputs.empty())
                return fail({}, "the layers inside do not take {}", tensor::toText(shape));
            return outputs;
        }
        const std::vector<Shape> inputs(kind.inputs.size(), shape);
        std::optional<Error> first;
        for (const auto& values : bindingsOf(kind, columns)) {
            auto outputs = kind.inferShape({ values, inputs, columns });
            if (outputs)
                return outputs;
            first = first.value_or(outputs.error());
        }
        return tl::unexpected(*first);
    }

    /// Everything that there is to feed a node with.
    std::vector<Shape> shapesIn(const Analysis& analysis, const Signature* data)
    {
        std::set<std::vector<std::int64_t>> sizes;
        for (const auto& [node, facts] : analysis.facts) {
            for (const auto& shape : facts.outputs)
                sizes.insert(shape.sizes());
        }
        for (const auto& column : data ? data->columns : std::vector<tensor::Column> {}) {
            if (column.type != tensor::ColumnType::Category)
                sizes.insert(column.shape.rank() == 0 ? std::vector<std::int64_t> { 1 }
                                                      : column.shape.sizes());
        }
        std::vector<Shape> shapes;
        for (const auto& each : sizes)
            shapes.emplace_back(each);
        return shapes;
    }

    /// Whether the node takes this at a port; what it is not fed elsewhere is taken to be the same.
    bool takes(const Network& network, const Analysis& analysis, const Node& node, int port,
               const Shape& shape, const Signature* data)
    {
        const auto kind = kindOf(network, node.layer);
        if (!kind || !kind->inferShape)
            return true;
        std::vector<Shape> inputs(kind->inputs.size(), shape);
        for (const auto& link : network.links) {
            const auto* known
                = link.to.node == node.id && link.to.port != port ? shapeOf(analysis, link.from) : nullptr;
            if (known)
                inputs[static_cast<std::size_t>(link.to.port)] = *known;
        }
        const Signature columns = data ? *data : Signature {};
        return kind->inferShape({ node.parameters, inputs, columns }).has_value();
    }
} // namespace

Status fitsAfter(const Network& network, const Analysis& analysis, const Signature* data, PortRef output,
                 std::string_view layer)
{
    const auto kind = kindOf(network, layer);
    if (!kind)
        return fail({}, "there is no layer \"{}\"", layer);
    if (kind->inputs.empty())
        return fail({}, "nothing leads to it: a network begins with it");
    const auto* shape = shapeOf(analysis, output);
    if (!shape || isPort(layer) || (!data && !columnParameters(*kind).empty()))
        return {};
    const auto outputs = outputsOf(network, layer, *kind, *shape, data);
    return outputs ? Status() : failed(outputs);
}

Status fitsBefore(const Network& network, const Analysis& analysis, const Signature* data, PortRef input,
                  std::string_view layer)
{
    const auto kind = kindOf(network, layer);
    const auto* node = network.find(input.node);
    if (!kind || !node)
        return fail({}, "there is no layer \"{}\"", layer);
    if (kind->outputs.empty())
        return fail({}, "nothing follows it: a network ends with it");
    const auto shapes = shapesIn(analysis, data);
    const bool isTaken
        = shapes.empty() || isPort(layer) || std::ranges::any_of(shapes, [&](const Shape& shape) {
              const auto outputs = outputsOf(network, layer, *kind, shape, data);
              return outputs && !outputs->empty()
                  && takes(network, analysis, *node, input.port, outputs->front(), data);
          });
    return isTaken ? Status()
                   : fail({}, "\"{}\" does not take what it makes of anything there is", node->name);
}

} // namespace netwright::network
