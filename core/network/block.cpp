// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <algorithm>
#include <set>

namespace netwright::network {

namespace {
    using layers::Category;
    using layers::LayerKind;
    using layers::Port;

    /// Links are written as "node.port", so a port's id has no dot.
    std::vector<Port> portsOf(const Network& body, std::string_view layer)
    {
        std::vector<Port> ports;
        for (const auto& node : body.nodes) {
            if (node.layer != layer)
                continue;
            auto id = node.name;
            std::ranges::replace(id, '.', '_');
            while (std::ranges::count(ports, id, &Port::id) > 0)
                id += '_';
            ports.push_back({ .id = std::move(id), .label = node.name });
        }
        return ports;
    }

    /// As all labels begin: "units" -> "Units".
    std::string labelOf(std::string name)
    {
        if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
            name.front() = static_cast<char>(name.front() - 'a' + 'A');
        return name;
    }

    ParameterSpec repeatSpec()
    {
        return { .id = std::string(kRepeat),
                 .label = "Repeat",
                 .help = "How many times the block is applied, each time to what the time before gave.",
                 .type = ParameterType::Integer,
                 .fallback = std::int64_t { 1 },
                 .minimum = 1,
                 .maximum = static_cast<double>(kMaximumRepeat) };
    }

    ParameterSpec weightsSpec()
    {
        return { .id = std::string(kWeights),
                 .label = "Weights",
                 .help = "Whether every repeat has weights of its own, all repeats of this block share "
                         "theirs, or all uses of it in the network that say so.",
                 .type = ParameterType::Choice,
                 .fallback = std::string(kOwnWeights),
                 .choices
                 = { std::string(kOwnWeights), std::string(kWeightsOfRepeats), std::string(kWeightsOfAll) } };
    }

    ParameterSpec recomputeSpec()
    {
        return { .id = std::string(kRecompute),
                 .label = "Recompute activations",
                 .help = "Less memory, slower: training drops what the layers inside give, and computes it "
                         "again on the way back. Results are the same.",
                 .type = ParameterType::Boolean,
                 .fallback = false };
    }

    Result<std::vector<tensor::Shape>> refuseShape(const layers::ShapeRequest&)
    {
        return fail({}, "stands for other layers, which have shapes");
    }

    KindPointer kindOfBlock(const Network& network, const Block& block)
    {
        auto kind = std::make_shared<LayerKind>();
        kind->id = blockLayer(block.name);
        kind->title = block.name;
        kind->category = Category::Block;
        kind->help = "A block of layers: double click to see and change what is inside.";
        for (const auto& exposed : block.exposed) {
            if (auto spec = specOf(network, block, exposed))
                kind->parameters.push_back(*std::move(spec));
        }
        kind->parameters.push_back(repeatSpec());
        kind->parameters.push_back(weightsSpec());
        kind->parameters.push_back(recomputeSpec());
        kind->inputs = portsOf(block.body, kBlockInput);
        kind->outputs = portsOf(block.body, kBlockOutput);
        kind->inferShape = refuseShape;
        return kind;
    }

    const LayerKind* portKind(std::string_view layer)
    {
        static const LayerKind kInput { .id = std::string(kBlockInput),
                                        .title = "Block input",
                                        .category = Category::Block,
                                        .help = "What the block is given: an input of every node that uses "
                                                "it, under this name.",
                                        .outputs = { { "output", "Output" } },
                                        .inferShape = refuseShape };
        static const LayerKind kOutput { .id = std::string(kBlockOutput),
                                         .title = "Block output",
                                         .category = Category::Block,
                                         .help = "What the block gives: an output of every node that uses "
                                                 "it, under this name.",
                                         .inputs = { { "input", "Input" } },
                                         .inferShape = refuseShape };
        return layer == kBlockInput ? &kInput : layer == kBlockOutput ? &kOutput : nullptr;
    }

    /// The exposed parameter of the block inside, or of the block inside that, and so on. A block that
    /// contains itself would lead on for ever.
    std::optional<ParameterSpec> specAt(const Network& network, const Block& block,
                                        const ExposedParameter& exposed, int depth)
    {
        const auto* node = exposed.targets.empty() ? nullptr : block.body.find(exposed.targets.front().node);
        if (!node || depth > static_cast<int>(kMaximumBlocks))
            return std::nullopt;
        const auto& id = exposed.targets.front().parameter;
        const auto named
            = [&id](const auto& list, auto member) { return std::ranges::find(list, id, member); };
        if (const auto* kind = layers::findLayer(node->layer)) {
            const auto it = named(kind->parameters, &ParameterSpec::id);
            return it == kind->parameters.end() ? std::nullopt : std::optional(*it);
        }
        if (id == kRepeat)
            return repeatSpec();
        if (id == kRecompute)
            return recomputeSpec();
        const auto name = blockName(node->layer);
        const auto* inner = name ? network.block(*name) : nullptr;
        if (!inner)
            return std::nullopt;
        const auto it = named(inner->exposed, &ExposedParameter::name);
        return it == inner->exposed.end() ? std::nullopt : specAt(network, *inner, *it, depth + 1);
    }
} // namespace

std::optional<std::string_view> blockName(std::string_view layer)
{
    if (!layer.starts_with(kBlockPrefix))
        return std::nullopt;
    return layer.substr(kBlockPrefix.size());
}

std::string blockLayer(std::string_view name) { return std::string(kBlockPrefix) + std::string(name); }

bool isPort(std::string_view layer) { return layer == kBlockInput || layer == kBlockOutput; }

Status checkExposedName(std::string_view name)
{
    if (name == kRepeat || name == kWeights || name == kRecompute)
        return fail({}, "every block has a parameter \"{}\" already; choose another name", name);
    const auto checked = checkNodeName(name);
    return checked ? checked : fail({}, "\"{}\" cannot be the name of a parameter; choose another", name);
}

KindPointer kindOf(const Network& network, std::string_view layer)
{
    const auto name = blockName(layer);
    if (!name) {
        const auto* kind = layers::findLayer(layer);
        return { KindPointer(), kind ? kind : portKind(layer) };
    }
    const auto* block = network.block(*name);
    return block ? kindOfBlock(network, *block) : nullptr;
}

ParameterValues fitted(const layers::LayerKind& kind, const ParameterValues& values)
{
    ParameterValues fitting(kind.parameters);
    for (const auto& spec : kind.parameters) {
        const auto it = values.all().find(spec.id);
        if (it != values.all().end() && it->second.index() == spec.fallback.index())
            fitting.set(spec.id, it->second);
    }
    return fitting;
}

std::map<NodeId, ParameterValues> valuesInside(const Block& block, const ParameterValues& values)
{
    std::map<NodeId, ParameterValues> inside;
    for (const auto& exposed : block.exposed) {
        const auto given = values.all().find(exposed.name);
        for (const auto& [id, parameter] : exposed.targets) {
            const auto* node = block.body.find(id);
            if (!node || given == values.all().end())
                continue;
            const auto own = node->parameters.all().find(parameter);
            if (own != node->parameters.all().end() && own->second.index() == given->second.index())
                inside.try_emplace(id, node->parameters).first->second.set(parameter, given->second);
        }
    }
    return inside;
}

std::optional<ParameterSpec> specOf(const Network& network, const Block& block,
                                    const ExposedParameter& exposed)
{
    auto spec = specAt(network, block, exposed, 0);
    if (!spec)
        return std::nullopt;
    const auto& [id, parameter] = exposed.targets.front();
    const auto& values = block.body.find(id)->parameters.all();
    if (const auto value = values.find(parameter); value != values.end())
        spec->fallback = value->second;
    spec->id = exposed.name;
    spec->label = labelOf(exposed.name);
    spec->onlyIf.reset(); // what it depends on is inside
    return spec;
}

bool uses(const Network& network, std::string_view block, std::string_view other)
{
    std::set<std::string_view> seen;
    std::vector<std::string_view> open { block };
    while (!open.empty()) {
        const auto name = open.back();
        open.pop_back();
        if (name == other)
            return true;
        const auto* definition = seen.insert(name).second ? network.block(name) : nullptr;
        for (std::size_t i = 0; definition && i < definition->body.nodes.size(); ++i) {
            if (const auto inner = blockName(definition->body.nodes[i].layer))
                open.push_back(*inner);
        }
    }
    return false;
}

} // namespace netwright::network
