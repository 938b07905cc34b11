// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/bypass.hpp"

#include "core/layers/catalogue/layer_table.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace netwright::network {

namespace {
    /// Leads links around the bypassed nodes of one network.
    class Detour {
    public:
        explicit Detour(const Network& network)
        {
            for (const auto& node : network.nodes) {
                if (node.isBypassed && bypassFault(node).empty())
                    m_bypassed.emplace(node.id, &node);
            }
            for (const auto& link : network.links) {
                if (m_bypassed.contains(link.to.node))
                    m_feeds.emplace(link.to, link.from);
            }
        }

        [[nodiscard]] bool isBypassed(NodeId node) const { return m_bypassed.contains(node); }

        /// The output of a node that runs from which data comes to `output`; none where nothing does, and on
        /// a cycle.
        [[nodiscard]] std::optional<PortRef> source(PortRef output) const
        {
            for (std::size_t steps = 0; steps <= m_bypassed.size(); ++steps) {
                const auto node = m_bypassed.find(output.node);
                if (node == m_bypassed.end())
                    return output;
                const auto feed = m_feeds.find({ output.node, bypassInput(*node->second, output.port) });
                if (feed == m_feeds.end())
                    return std::nullopt;
                output = feed->second;
            }
            return std::nullopt;
        }

    private:
        std::map<NodeId, const Node*> m_bypassed; ///< of a Network that outlives this
        std::map<PortRef, PortRef> m_feeds; ///< by their inputs
    };

    bool isHandedOn(const Node& node, int input)
    {
        const auto* kind = layers::findLayer(node.layer);
        const int outputs = kind ? static_cast<int>(kind->outputs.size()) : 1;
        if (outputs == 0) // a loss: what it is told is a result of the network all the same
            return true;
        for (int output = 0; output < outputs; ++output) {
            if (bypassInput(node, output) == input)
                return true;
        }
        return false;
    }

    /// Nodes whose data a bypassed node takes and does not hand on.
    std::vector<NodeId> leftOut(const Network& network, const Detour& detour)
    {
        std::vector<NodeId> found;
        for (const auto& link : network.links) {
            if (!detour.isBypassed(link.to.node) || isHandedOn(*network.find(link.to.node), link.to.port))
                continue;
            if (const auto from = detour.source(link.from))
                found.push_back(from->node);
        }
        return found;
    }

    /// Removes those of `candidates` that feed nothing, and then what fed nothing but them.
    void removeUnused(Network& network, std::vector<NodeId> candidates)
    {
        while (!candidates.empty()) {
            const auto id = candidates.back();
            candidates.pop_back();
            const auto feeds = [id](const Link& link) { return link.from.node == id; };
            if (std::ranges::any_of(network.links, feeds))
                continue;
            for (const auto& link : network.links) {
                if (link.to.node == id)
                    candidates.push_back(link.from.node);
            }
            network.remove(id);
        }
    }
} // namespace

std::string bypassFault(const Node& node)
{
    const auto* kind = layers::findLayer(node.layer);
    return kind && kind->inputs.empty() ? "it is bypassed, but takes nothing that it could hand on; enable it"
                                        : std::string();
}

int bypassInput(const Node& node, int output)
{
    const auto* kind = layers::findLayer(node.layer);
    return kind && output < static_cast<int>(kind->inputs.size()) ? output : 0;
}

std::vector<tensor::Shape> bypassedShapes(const Node& node, std::span<const tensor::Shape> inputs)
{
    std::vector<tensor::Shape> shapes;
    const auto* kind = layers::findLayer(node.layer);
    for (int output = 0; kind && output < static_cast<int>(kind->outputs.size()); ++output)
        shapes.push_back(inputs[static_cast<std::size_t>(bypassInput(node, output))]);
    return shapes;
}

Network withoutBypassed(Network network)
{
    if (std::ranges::none_of(network.nodes, &Node::isBypassed))
        return network;
    const Detour detour(network);
    const auto unused = leftOut(network, detour);
    std::vector<Link> links;
    for (const auto& link : network.links) {
        const auto from = detour.source(link.from);
        if (from && !detour.isBypassed(link.to.node))
            links.push_back({ *from, link.to });
    }
    std::vector<NodeId> gone;
    for (const auto& node : network.nodes) {
        if (detour.isBypassed(node.id))
            gone.push_back(node.id);
    }
    network.links = std::move(links);
    for (const auto id : gone)
        network.remove(id);
    removeUnused(network, unused);
    return network;
}

} // namespace netwright::network
