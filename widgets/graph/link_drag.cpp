// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/link_drag.hpp"

#include "widgets/graph/edits.hpp"
#include "widgets/graph/node_item.hpp"

#include <QGraphicsPathItem>
#include <QGraphicsTextItem>
#include <QPen>

#include <algorithm>

namespace netwright::widgets {

using geometry::Side;

LinkDrag::LinkDrag(GraphScene& scene, const PortHit& start, QPointF point)
    : m_scene(scene)
    , m_startNode(start.item->id())
    , m_startPort(start.port)
    , m_endSide(start.side == Side::Output ? Side::Input : Side::Output)
    , m_forbidden(m_endSide == Side::Input ? edits::ancestors(scene.network(), m_startNode)
                                           : edits::descendants(scene.network(), m_startNode))
    , m_curve(std::make_unique<QGraphicsPathItem>())
    , m_message(std::make_unique<QGraphicsTextItem>())
{
    m_forbidden.insert(m_startNode);
    m_curve->setZValue(3);
    m_message->setZValue(4);
    m_message->setFlag(QGraphicsItem::ItemIgnoresTransformations);
    m_message->setFont(scene.style().smallFont);
    m_message->setDefaultTextColor(scene.style().bad);
    scene.addItem(m_curve.get());
    scene.addItem(m_message.get());
    offerTargets(true);
    moveTo(point);
}

LinkDrag::~LinkDrag() { offerTargets(false); }

void LinkDrag::offerTargets(bool isOffering)
{
    for (const auto& [id, node] : m_scene.nodeItems()) {
        if (!isOffering || mayEndAt(*node))
            node->setTarget(isOffering ? std::optional(m_endSide) : std::nullopt);
    }
}

Pull LinkDrag::pull() const
{
    return { { m_startNode, m_startPort }, m_endSide == Side::Input ? Side::Output : Side::Input };
}

bool LinkDrag::mayEndAt(const NodeItem& node) const
{
    return !m_forbidden.contains(node.id()) && node.ports(m_endSide) > 0;
}

int LinkDrag::freePort(const NodeItem& node) const
{
    for (int port = 0; m_endSide == Side::Input && port < node.ports(m_endSide); ++port) {
        if (std::ranges::count(m_scene.network().links, network::PortRef { node.id(), port },
                               &network::Link::to)
            == 0)
            return port;
    }
    return 0;
}

std::optional<PortHit> LinkDrag::aim(QPointF point) const
{
    if (const auto port = m_scene.portAt(point); port && port->side == m_endSide)
        return port;
    // The whole node is a target: its first free port is meant.
    if (auto* node = m_scene.nodeAt(point); node && node->id() != m_startNode && node->ports(m_endSide) > 0)
        return PortHit { node, m_endSide, freePort(*node) };
    return std::nullopt;
}

network::Link LinkDrag::linkTo(const PortHit& end) const
{
    const network::PortRef start { m_startNode, m_startPort };
    const network::PortRef other { end.item->id(), end.port };
    return m_endSide == Side::Input ? network::Link { start, other } : network::Link { other, start };
}

void LinkDrag::moveTo(QPointF point)
{
    if (m_aimed && !m_forbidden.contains(m_aimed->id()))
        m_aimed->setTarget(m_endSide);
    m_link.reset();
    m_refusal.clear();
    const auto end = aim(point);
    m_aimed = end ? end->item : nullptr;
    if (end) {
        const auto link = linkTo(*end);
        if (const auto refusal = edits::refusal(m_scene.network(), link)) {
            m_refusal = QString::fromStdString(*refusal);
        } else {
            m_link = link;
            m_aimed->setTarget(m_endSide, end->port);
        }
    }
    m_message->setPlainText(m_refusal);
    m_message->setPos(point);
    draw(m_link ? end->item->portPoint(end->side, end->port) : point);
}

void LinkDrag::draw(QPointF end)
{
    const auto& style = m_scene.style();
    const auto* startItem = m_scene.item(m_startNode);
    const bool isFromOutput = m_endSide == Side::Input;
    const auto start = startItem->portPoint(isFromOutput ? Side::Output : Side::Input, m_startPort);
    const LinkEnds ends { isFromOutput ? start : end, isFromOutput ? end : start, style.flow };
    m_curve->setPath(routed(ends, style.routing, {}).path);
    m_curve->setPen(QPen(m_refusal.isEmpty() ? style.accent : style.bad, 2.5,
                         m_link ? Qt::SolidLine : Qt::DashLine, Qt::RoundCap));
}

} // namespace netwright::widgets
