// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <algorithm>
#include <cassert>

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

std::string Network::freeName(std::string_view layer) const
{
    for (int number = 1;; ++number) {
        auto candidate = fmt::format("{}_{}", layer, number);
        if (!find(candidate))
            return candidate;
    }
}

NodeId Network::add(std::string_view layer, Position position)
{
    const auto* kind = layers::findLayer(layer);
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
}

void Network::connect(const Link& link)
{
    std::erase_if(links, [&link](const Link& other) { return other.to == link.to; });
    links.push_back(link);
}

} // namespace netwright::network
