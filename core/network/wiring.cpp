// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/wiring.hpp"

#include <algorithm>

namespace netwright::network {

Wiring::Wiring(const Network& network)
    : m_byTarget(network.links)
{
    m_entries.reserve(network.nodes.size());
    for (const auto& node : network.nodes)
        m_entries.emplace(
            node.id.value,
            Entry { .node = &node, .kind = kindOf(network, node.layer), .into = {}, .outOf = {} });
    std::erase_if(m_byTarget,
                  [this](const Link& link) { return !find(link.from.node) || !find(link.to.node); });
    m_bySource = m_byTarget;
    const auto byNode
        = [](PortRef Link::*end) { return [end](const Link& link) { return (link.*end).node; }; };
    std::ranges::stable_sort(m_byTarget, {}, byNode(&Link::to));
    std::ranges::stable_sort(m_bySource, {}, byNode(&Link::from));
    spread(m_byTarget, &Link::to, &Entry::into);
    spread(m_bySource, &Link::from, &Entry::outOf);
}

void Wiring::spread(const std::vector<Link>& links, PortRef Link::*near, std::span<const Link> Entry::*part)
{
    for (auto begin = links.begin(); begin != links.end();) {
        const auto node = (*begin.*near).node;
        const auto end
            = std::find_if(begin, links.end(), [&](const Link& link) { return (link.*near).node != node; });
        m_entries.at(node.value).*part = { begin, end };
        begin = end;
    }
}

const Wiring::Entry* Wiring::find(NodeId id) const
{
    const auto it = m_entries.find(id.value);
    return it == m_entries.end() ? nullptr : &it->second;
}

const Node* Wiring::node(NodeId id) const
{
    const auto* entry = find(id);
    return entry ? entry->node : nullptr;
}

const layers::LayerKind* Wiring::kind(NodeId id) const
{
    const auto* entry = find(id);
    return entry ? entry->kind.get() : nullptr;
}

std::span<const Link> Wiring::into(NodeId id) const
{
    const auto* entry = find(id);
    return entry ? entry->into : std::span<const Link>();
}

std::span<const Link> Wiring::outOf(NodeId id) const
{
    const auto* entry = find(id);
    return entry ? entry->outOf : std::span<const Link>();
}

const Link* Wiring::into(PortRef input) const
{
    const auto links = into(input.node);
    const auto it = std::ranges::find(links, input, &Link::to);
    return it == links.end() ? nullptr : &*it;
}

std::set<NodeId> Wiring::downstream(const std::vector<NodeId>& from) const
{
    return reached(from, &Entry::outOf, &Link::to);
}

std::set<NodeId> Wiring::upstream(const std::vector<NodeId>& from) const
{
    return reached(from, &Entry::into, &Link::from);
}

std::set<NodeId> Wiring::reached(std::vector<NodeId> open, std::span<const Link> Entry::*links,
                                 PortRef Link::*far) const
{
    std::set<NodeId> found(open.begin(), open.end());
    while (!open.empty()) {
        const auto* entry = find(open.back());
        open.pop_back();
        for (const auto& link : entry ? entry->*links : std::span<const Link>()) {
            if (found.insert((link.*far).node).second)
                open.push_back((link.*far).node);
        }
    }
    return found;
}

} // namespace netwright::network
