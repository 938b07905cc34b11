// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/expansion_tree.hpp"

#include "core/network/bypass.hpp"

#include <algorithm>
#include <unordered_set>

namespace netwright::network {

namespace {
    CanvasIndex indexed(const Network& canvas)
    {
        CanvasIndex index;
        std::unordered_set<std::string_view> names;
        index.canvas = &canvas;
        for (const auto& node : canvas.nodes) {
            index.nodes.emplace(node.id.value, &node);
            if (!names.insert(node.name).second)
                index.doubledNames.insert(node.name);
            if (!isPort(node.layer))
                continue;
            auto& side = node.layer == kBlockInput ? index.inputs : index.outputs;
            index.ports.emplace(node.id, static_cast<int>(side.size()));
            side.push_back(node.id);
        }
        for (const auto& link : canvas.links)
            index.sources.emplace(link.to, link.from);
        return index;
    }

    NodePath longer(NodePath path, NodeId node)
    {
        path.push_back(node);
        return path;
    }
} // namespace

ExpansionTree::ExpansionTree(const Network& network)
    : m_network(network)
{
    m_expansion.network.name = network.name;
    m_expansion.network.dataset = network.dataset;
    m_expansion.network.nextId = network.nextId;
    m_instances.push_back({ .index = &indexOf(network) });
    fill(0);
    for (std::size_t i = 0; i < m_instances.size(); ++i) {
        checkPorts(i);
        addLinks(i);
    }
}

const CanvasIndex& ExpansionTree::indexOf(const Network& canvas)
{
    const auto it = m_indexes.find(&canvas);
    return it != m_indexes.end() ? it->second : m_indexes.emplace(&canvas, indexed(canvas)).first->second;
}

void ExpansionTree::fill(std::size_t instance)
{
    for (const auto& node : m_instances[instance].index->canvas->nodes) {
        if (blockName(node.layer))
            addUse(instance, node);
        else if (!isPort(node.layer))
            addNode(instance, node);
    }
}

void ExpansionTree::addNode(std::size_t place, const Node& node)
{
    if (!hasRoom())
        return;
    auto& flat = m_expansion.network;
    auto& instance = m_instances[place];
    auto& added = flat.nodes.emplace_back(node);
    if (place > 0) {
        added.id = NodeId { flat.nextId++ };
        added.name = instance.prefix + node.name;
        added.parameters = valuesOf(place, node);
    }
    instance.flat.emplace(node.id.value, added.id);
    m_expansion.origins.emplace(added.id, longer(instance.path, node.id));
    if (instance.segment > 0)
        m_expansion.segments.emplace(added.id, instance.segment);
    const auto [owner, isFirst] = m_owners.emplace(instance.weightPrefix + node.name, added.name);
    if (!isFirst && instance.sharesWeights)
        m_expansion.owners.emplace(added.id, owner->second);
}

void ExpansionTree::addUse(std::size_t place, const Node& node)
{
    const auto* block = blockOf(place, node);
    if (!block)
        return;
    const auto& kind = *m_kinds.at(block->name);
    const auto values = fitted(kind, valuesOf(place, node));
    for (const auto& spec : kind.parameters) {
        if (const auto checked = checkValue(spec, values.value(spec.id)); !checked)
            return report(
                place, node,
                { .message = checked.error().message, .code = ProblemCode::BadValue, .parameter = spec.id });
    }
    auto repeats = values.integer(kRepeat);
    if (repeats > 1 && kind.inputs.size() != kind.outputs.size()) {
        report(place, node,
               { .message = fmt::format("a block that is repeated gives what it takes, but this one has {} "
                                        "inputs and {} outputs; repeat it once, or change its ports",
                                        kind.inputs.size(), kind.outputs.size()) });
        repeats = 1;
    }
    checkInputs(place, node, kind);
    if (node.isBypassed)
        return;
    for (std::int64_t repeat = 1; repeat <= repeats && hasRoom(); ++repeat)
        addRepeat(place, node, *block, values, { repeat, repeats });
}

/// Null where it cannot be entered.
const Block* ExpansionTree::blockOf(std::size_t place, const Node& node)
{
    const auto name = *blockName(node.layer);
    const auto* block = m_network.block(name);
    if (!block) {
        report(place, node,
               { .message = fmt::format("there is no block \"{}\"; remove this node", name),
                 .code = ProblemCode::UnknownLayer });
        return nullptr;
    }
    if (!checkName(place, node))
        return nullptr;
    if (isInside(place, *block)) {
        report(place, node,
               { .message = fmt::format("the block \"{}\" contains itself; remove this node", name) });
        return nullptr;
    }
    auto& kind = m_kinds[block->name];
    if (!kind)
        kind = kindOf(m_network, node.layer);
    return block;
}

/// The names of all that is inside begin with it.
bool ExpansionTree::checkName(std::size_t place, const Node& node)
{
    if (m_instances[place].index->doubledNames.contains(node.name)) {
        report(place, node,
               { .message = "another layer has the same name; rename one", .code = ProblemCode::TakenName });
        return false;
    }
    const auto checked = checkNodeName(node.name);
    if (!checked)
        report(place, node, { .message = checked.error().message, .code = ProblemCode::BadName });
    return checked.has_value();
}

bool ExpansionTree::isInside(std::size_t place, const Block& block) const
{
    for (; place > 0; place = m_instances[place].parent) {
        if (m_instances[place].index->canvas == &block.body)
            return true;
    }
    return false;
}

void ExpansionTree::checkInputs(std::size_t place, const Node& node, const layers::LayerKind& kind)
{
    const auto& index = *m_instances[place].index;
    for (std::size_t port = 0; port < kind.inputs.size(); ++port) {
        if (index.sources.contains({ node.id, static_cast<int>(port) }))
            continue;
        const auto input = kind.inputs.size() == 1 ? std::string("its input")
                                                   : fmt::format("its input \"{}\"", kind.inputs[port].label);
        report(place, node,
               { .message = input + " is not connected; link the output of another layer to it",
                 .code = ProblemCode::Unconnected,
                 .port = static_cast<int>(port) });
    }
}

void ExpansionTree::addRepeat(std::size_t place, const Node& node, const Block& block,
                              const ParameterValues& values, Repeat repeat)
{
    const auto& sharing = values.text(kWeights);
    const auto added = m_instances.size();
    auto& parent = m_instances[place];
    auto& repeatsSoFar = parent.children[node.id];
    const auto name = node.name + '.';
    const auto numbered = repeat.of > 1 ? fmt::format("{}{}.", name, repeat.number) : name;
    Instance instance { .index = &indexOf(block.body),
                        .parent = place,
                        .node = node.id,
                        .before = repeatsSoFar.empty() ? 0 : repeatsSoFar.back(),
                        .path = longer(parent.path, node.id),
                        .prefix = parent.prefix + numbered,
                        .weightPrefix = parent.weightPrefix + numbered,
                        .sharesWeights = parent.sharesWeights || sharing != kOwnWeights,
                        .segment = parent.segment,
                        .values = valuesInside(block, values) };
    if (instance.segment == 0 && values.flag(kRecompute))
        instance.segment = added;
    if (sharing == kWeightsOfRepeats)
        instance.weightPrefix = parent.weightPrefix + name;
    if (sharing == kWeightsOfAll)
        instance.weightPrefix = block.name + '/'; // which no name of a node contains
    repeatsSoFar.push_back(added);
    m_instances.push_back(std::move(instance));
    fill(added);
}

bool ExpansionTree::hasRoom()
{
    const bool isFull = std::max(m_instances.size(), m_expansion.network.nodes.size()) >= kMaximumNodes;
    if (isFull && !m_isFull)
        m_expansion.faults.push_back(
            { .message = fmt::format("with all repeats of its blocks the network has more than {} layers; "
                                     "repeat them less often",
                                     kMaximumNodes) });
    m_isFull = m_isFull || isFull;
    return !isFull;
}

const ParameterValues& ExpansionTree::valuesOf(std::size_t place, const Node& node) const
{
    const auto& values = m_instances[place].values;
    const auto it = values.find(node.id);
    return it == values.end() ? node.parameters : it->second;
}

void ExpansionTree::report(std::size_t place, const Node& node, BlockFault fault)
{
    fault.path = longer(m_instances[place].path, node.id);
    if (std::ranges::count(m_expansion.faults, fault) == 0) // each repeat would say the same
        m_expansion.faults.push_back(std::move(fault));
}

void ExpansionTree::checkPorts(std::size_t place)
{
    const auto& index = *m_instances[place].index;
    if (place == 0) {
        for (const auto& [id, port] : index.ports)
            report(place, *index.nodes.at(id.value),
                   { .message = "is a port and belongs inside a block; remove it" });
        return;
    }
    for (const auto id : index.outputs) {
        if (!index.sources.contains({ id, 0 }))
            report(place, *index.nodes.at(id.value),
                   { .message = "its input is not connected; link what the block gives to it, or remove it",
                     .code = ProblemCode::Unconnected,
                     .port = 0 });
    }
}

void ExpansionTree::addLinks(std::size_t place)
{
    const auto& instance = m_instances[place];
    for (const auto& link : instance.index->canvas->links) {
        const auto to = instance.flat.find(link.to.node.value);
        const bool isLost = place == 0
            && !(instance.index->nodes.contains(link.from.node.value)
                 && instance.index->nodes.contains(link.to.node.value));
        if (isLost)
            m_expansion.network.links.push_back(link);
        if (isLost || to == instance.flat.end())
            continue;
        if (const auto from = resolve(place, link.from))
            m_expansion.network.links.push_back({ *from, { to->second, link.to.port } });
        else
            m_expansion.loose.insert(to->second);
    }
}

std::optional<PortRef> ExpansionTree::resolve(std::size_t place, PortRef output) const
{
    // A walk through ports alone that is longer than there are ports goes round in a circle.
    for (std::size_t steps = 0; steps <= 2 * m_instances.size() + 2; ++steps) {
        const auto& instance = m_instances[place];
        if (const auto flat = instance.flat.find(output.node.value); flat != instance.flat.end())
            return PortRef { flat->second, output.port };
        const auto next
            = instance.index->ports.contains(output.node) ? stepOut(place, output) : stepIn(place, output);
        if (!next)
            return std::nullopt;
        std::tie(place, output) = *next;
    }
    return std::nullopt;
}

std::optional<PortRef> ExpansionTree::sourceOf(std::size_t place, PortRef input) const
{
    const auto& sources = m_instances[place].index->sources;
    const auto it = sources.find(input);
    return it == sources.end() ? std::nullopt : resolve(place, it->second);
}

/// From an output of a node that uses a block to what its last repeat links to that port; around one that is
/// bypassed.
std::optional<std::pair<std::size_t, PortRef>> ExpansionTree::stepIn(std::size_t place, PortRef output) const
{
    const auto& here = *m_instances[place].index;
    const auto node = here.nodes.find(output.node.value);
    if (node == here.nodes.end() || output.port < 0)
        return std::nullopt;
    if (node->second->isBypassed) {
        const auto input = here.sources.contains({ output.node, output.port }) ? output.port : 0;
        const auto source = here.sources.find({ output.node, input });
        return source == here.sources.end() ? std::nullopt : std::optional(std::pair(place, source->second));
    }
    const auto children = m_instances[place].children.find(output.node);
    if (children == m_instances[place].children.end())
        return std::nullopt;
    const auto last = children->second.back();
    const auto& index = *m_instances[last].index;
    if (static_cast<std::size_t>(output.port) >= index.outputs.size())
        return std::nullopt;
    const auto source = index.sources.find({ index.outputs[static_cast<std::size_t>(output.port)], 0 });
    return source == index.sources.end() ? std::nullopt : std::optional(std::pair(last, source->second));
}

/// From a port inside to what the repeat before gave it, or what the node that uses the block is linked to.
std::optional<std::pair<std::size_t, PortRef>> ExpansionTree::stepOut(std::size_t place, PortRef output) const
{
    const auto& instance = m_instances[place];
    if (place == 0)
        return std::nullopt;
    const int port = instance.index->ports.at(output.node);
    const auto outer = instance.before > 0 ? instance.before : instance.parent;
    const auto& index = *m_instances[outer].index;
    const PortRef input = instance.before > 0 ? PortRef { index.outputs[static_cast<std::size_t>(port)], 0 }
                                              : PortRef { instance.node, port };
    const auto source = index.sources.find(input);
    return source == index.sources.end() ? std::nullopt : std::optional(std::pair(outer, source->second));
}

std::optional<std::size_t> ExpansionTree::find(const NodePath& path) const
{
    std::size_t place = 0;
    for (const auto id : path) {
        const auto children = m_instances[place].children.find(id);
        if (children == m_instances[place].children.end())
            return std::nullopt;
        place = children->second.front();
    }
    return place;
}

Expansion expand(const Network& network)
{
    if (!network.blocks.empty())
        return ExpansionTree(network).take();
    return { .network = network, .origins = {}, .owners = {}, .segments = {}, .loose = {}, .faults = {} };
}

Expansion runnable(const Network& network)
{
    auto expansion = expand(network);
    expansion.network = withoutBypassed(std::move(expansion.network));
    return expansion;
}

} // namespace netwright::network
