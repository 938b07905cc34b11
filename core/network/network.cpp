// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.hpp"

#include "core/base/text.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/block.hpp"

#include <algorithm>
#include <cassert>
#include <unordered_set>

namespace netwright::network {

const Node* Network::find(NodeId id) const
{
    const auto it = std::ranges::find(nodes, id, &Node::id);
    return it == nodes.end() ? nullptr : &*it;
}

Node* Network::find(NodeId id)
{
    const auto it = std::ranges::find(nodes, id, &Node::id);
    return it == nodes.end() ? nullptr : &*it;
}

const Node* Network::find(std::string_view nodeName) const
{
    const auto it = std::ranges::find(nodes, nodeName, &Node::name);
    return it == nodes.end() ? nullptr : &*it;
}

const Block* Network::block(std::string_view blockName) const
{
    const auto it = std::ranges::find(blocks, blockName, &Block::name);
    return it == blocks.end() ? nullptr : &*it;
}

Block* Network::block(std::string_view blockName)
{
    const auto it = std::ranges::find(blocks, blockName, &Block::name);
    return it == blocks.end() ? nullptr : &*it;
}

std::string_view nameStem(std::string_view layer)
{
    const auto* kind = layers::findLayer(layer);
    return kind && kind->category == layers::Category::Loss ? "loss" : blockName(layer).value_or(layer);
}

std::string Network::freeName(std::string_view layer) const
{
    const auto stem = nameStem(layer);
    std::unordered_set<std::string_view> taken;
    for (const auto& node : nodes)
        taken.insert(node.name);
    for (int number = 1;; ++number) {
        auto candidate = fmt::format("{}_{}", stem, number);
        if (!taken.contains(candidate))
            return candidate;
    }
}

NodeId Network::add(std::string_view layer, Position position)
{
    const auto kind = kindOf(*this, layer);
    assert(kind);
    const NodeId id { nextId++ };
    nodes.push_back({ .id = id,
                      .name = freeName(layer),
                      .layer = std::string(layer),
                      .parameters = ParameterValues(kind->parameters),
                      .position = position });
    return id;
}

void Network::remove(NodeId id)
{
    std::erase_if(links, [id](const Link& link) { return link.from.node == id || link.to.node == id; });
    std::erase_if(nodes, [id](const Node& node) { return node.id == id; });
    for (auto& group : groups)
        group.nodes.erase(id);
    std::erase_if(groups, [](const Group& group) { return group.nodes.empty(); });
}

const Group* Network::groupOf(NodeId id) const
{
    const auto it
        = std::ranges::find_if(groups, [id](const Group& group) { return group.nodes.contains(id); });
    return it == groups.end() ? nullptr : &*it;
}

bool Network::operator==(const Network&) const = default;

void Network::connect(const Link& link)
{
    std::erase_if(links, [&link](const Link& other) { return other.to == link.to; });
    links.push_back(link);
}

Status checkNodeName(std::string_view name)
{
    constexpr std::size_t kLongest = 200;
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (name.empty())
        return fail({}, "a layer has an empty name; give it one");
    if (name.size() > kLongest)
        return fail({}, "a layer's name has {} characters, at most {} are allowed: \"{}\"", name.size(),
                    kLongest, cut(name, 40));
    if (std::ranges::any_of(name, isControl))
        return fail({}, "a layer's name contains a line break or another control character; remove it");
    if (name == "." || name == ".." || name.find('/') != name.npos || name.find("->") != name.npos)
        return fail(
            {}, "a layer is named \"{}\"; a name cannot be \".\" or \"..\" or contain \"/\" or \"->\"", name);
    return {};
}

} // namespace netwright::network
