// SPDX-License-Identifier: GPL-3.0-or-later
// What a GraphScene shows beside the network itself, as the person chooses.
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/known_nodes.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"

#include <utility>

namespace netwright::widgets {

using network::NodeId;

void GraphScene::setRouting(Routing routing)
{
    if (std::exchange(m_style.routing, routing) != routing)
        placeLinks();
}

void GraphScene::setShownCosts(ShownCosts costs)
{
    if (std::exchange(m_style.costs, costs) == costs)
        return;
    const KnownNodes nodes(m_network, m_analysis);
    for (std::size_t i = 0; i < m_network.nodes.size(); ++i) {
        const auto known = nodes.at(i);
        m_nodes.at(known.node->id)
            ->setCard(cardOf(m_network, *known.node, known.facts, known.problem, costs));
    }
}

void GraphScene::setHeat(HeatMap heat)
{
    m_heat = std::move(heat);
    showHeat();
    update();
}

void GraphScene::showHeat()
{
    const auto low = m_heat.lowest();
    const auto high = m_heat.highest();
    for (const auto& [id, node] : m_nodes) {
        const auto value = m_heat.values.find(id);
        node->setHeat(value == m_heat.values.end() ? QColor() : heatColour(value->second, low, high));
    }
}

void GraphScene::stressLinks()
{
    const auto nodes = selection().nodes;
    const auto several = nodes.size() > 1 ? nodes : Nodes(); // only between these are there ways
    const auto behind = edits::descendants(m_network, several);
    const auto before = edits::ancestors(m_network, several);
    const auto isBetween = [&](NodeId id) { return behind.contains(id) && before.contains(id); };
    std::set<network::Link> wanted;
    for (const auto& link : nodes.empty() ? std::vector<network::Link>() : m_network.links) {
        const bool isAt = nodes.contains(link.from.node) || nodes.contains(link.to.node);
        if (item(link) && (isAt || (isBetween(link.from.node) && isBetween(link.to.node))))
            wanted.insert(link);
    }
    for (const auto& link : std::exchange(m_stressed, wanted)) {
        if (auto* shown = item(link); shown && !wanted.contains(link))
            shown->setStressed(false);
    }
    for (const auto& link : m_stressed)
        item(link)->setStressed(true);
}

} // namespace netwright::widgets
