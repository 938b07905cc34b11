// SPDX-License-Identifier: GPL-3.0-or-later
// What a GraphScene shows beside the network itself, as the person chooses, and in tool tips.
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/known_nodes.hpp"
#include "widgets/graph/link_item.hpp"
#include "widgets/graph/node_item.hpp"

#include <QGraphicsSceneHelpEvent>
#include <QGraphicsView>
#include <QToolTip>

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
    const KnownNodes nodes(m_network, *m_analysis);
    for (std::size_t i = 0; i < m_network.nodes.size(); ++i) {
        const auto known = nodes.at(i);
        m_nodes.at(known.node->id)
            ->setCard(cardOf(m_network, *known.node, known.facts, known.problem, costs));
    }
}

void GraphScene::setHeat(HeatMap heat)
{
    ++m_revision;
    m_heat = std::move(heat);
    showHeat();
    update();
}

void GraphScene::showHeat()
{
    if (m_heat.kind == Heat::None && !std::exchange(m_hasHeat, false))
        return; // nodes have no colours, and there may be thousands
    m_hasHeat = m_heat.kind != Heat::None;
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
    std::set<network::Link> wanted;
    for (const auto id : nodes) {
        for (const auto* shown : m_linksOf[id])
            wanted.insert(shown->link());
    }
    if (nodes.size() > 1) { // there are ways between them
        const auto behind = edits::descendants(m_network, nodes);
        const auto before = edits::ancestors(m_network, nodes);
        const auto isBetween = [&](NodeId id) { return behind.contains(id) && before.contains(id); };
        for (const auto& link : m_network.links) {
            if (isBetween(link.from.node) && isBetween(link.to.node) && item(link))
                wanted.insert(link);
        }
    }
    for (const auto& link : std::exchange(m_stressed, wanted)) {
        if (auto* shown = item(link); shown && !wanted.contains(link))
            shown->setStressed(false);
    }
    for (const auto& link : m_stressed)
        item(link)->setStressed(true);
}

/// Whose badge is under the mouse: from afar it is larger than the node.
const NodeItem* GraphScene::faultNear(const QGraphicsSceneHelpEvent& event) const
{
    constexpr double kReach = 10; // pixels
    const auto* view = event.widget() ? qobject_cast<QGraphicsView*>(event.widget()->parent()) : nullptr;
    if (!view)
        return nullptr;
    const double reach = kReach / view->transform().m11();
    const QRectF around(event.scenePos() - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    for (const auto* found : items(around)) {
        const auto* node = qgraphicsitem_cast<const NodeItem*>(found);
        if (node && !node->card().problem.isEmpty())
            return node;
    }
    return nullptr;
}

void GraphScene::helpEvent(QGraphicsSceneHelpEvent* event)
{
    const auto* item = nodeAt(event->scenePos());
    if (!item)
        item = faultNear(*event);
    const auto* node = item ? m_network.find(item->id()) : nullptr;
    if (node)
        QToolTip::showText(event->screenPos(),
                           toolTipOf(m_network, *node, m_analysis->factsOf(node->id), item->card()),
                           event->widget());
    else
        QGraphicsScene::helpEvent(event);
}

} // namespace netwright::widgets
