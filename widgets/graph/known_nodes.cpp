// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/known_nodes.hpp"

#include <algorithm>

namespace netwright::widgets {

using network::NodeFacts;
using network::NodeId;

namespace {
    template <class Value> bool areEqual(const Value* left, const Value* right)
    {
        return left && right ? *left == *right : left == right;
    }

    bool areEqual(const NodeFacts* left, const NodeFacts* right)
    {
        if (!left || !right)
            return left == right;
        const auto& [parameters, multiplyAdds, bytes] = left->cost;
        return left->outputs == right->outputs && parameters == right->cost.parameters
            && multiplyAdds == right->cost.multiplyAdds && bytes == right->cost.activationBytes;
    }
} // namespace

bool KnownNode::operator==(const KnownNode& other) const
{
    return *node == *other.node && areEqual(facts, other.facts) && areEqual(problem, other.problem);
}

KnownNodes::KnownNodes(const network::Network& network, const network::Analysis& analysis)
    : m_network(network)
    , m_analysis(analysis)
{
    for (const auto* list : { &analysis.problems, &analysis.warnings }) { // the first of a node wins
        for (const auto& problem : *list) {
            if (problem.node)
                m_problems.emplace(*problem.node, &problem);
        }
    }
}

KnownNode KnownNodes::at(std::size_t place) const
{
    const auto& node = m_network.nodes[place];
    const auto problem = m_problems.find(node.id);
    return { &node, m_analysis.factsOf(node.id), problem == m_problems.end() ? nullptr : problem->second };
}

std::optional<std::size_t> KnownNodes::find(NodeId id, std::size_t guess) const
{
    const auto& nodes = m_network.nodes;
    for (std::size_t place = guess; place < std::min(guess + 2, nodes.size()); ++place) {
        if (nodes[place].id == id)
            return place;
    }
    if (m_places.empty()) {
        for (std::size_t place = 0; place < nodes.size(); ++place)
            m_places.emplace(nodes[place].id.value, place);
    }
    const auto found = m_places.find(id.value);
    return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

} // namespace netwright::widgets
