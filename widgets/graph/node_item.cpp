// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/node_item.hpp"

#include "widgets/graph/problem_item.hpp"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <utility>

namespace netwright::widgets {

using geometry::Side;

NodeItem::NodeItem(network::NodeId id, const NodeCard& card, const CanvasStyle& style)
    : m_id(id)
    , m_style(style)
{
    setFlag(ItemIsSelectable);
    setAcceptHoverEvents(true);
    setZValue(1);
    m_face.card = card;
    showProblem();
}

NodeItem::~NodeItem() = default;

void NodeItem::setCard(const NodeCard& card)
{
    if (card == m_face.card)
        return;
    const bool isSameProblem = card.problem == m_face.card.problem && card.isWarning == m_face.card.isWarning;
    m_face.card = card;
    m_face.isLaidOut = false;
    m_face.isOnlyNameLaidOut = false;
    if (!isSameProblem) {
        m_fixes.clear();
        showProblem();
    }
    update();
}

void NodeItem::setFixes(const QStringList& titles)
{
    if (titles == m_fixes)
        return;
    m_fixes = titles;
    showProblem();
}

void NodeItem::restyle()
{
    m_face.isLaidOut = false;
    m_face.isOnlyNameLaidOut = false;
    showProblem();
    update();
}

void NodeItem::showProblem()
{
    delete m_problem;
    const auto& card = m_face.card;
    m_problem = card.problem.isEmpty()
        ? nullptr
        : new ProblemItem(card.problem, m_fixes, card.isWarning, m_style, this);
    setZValue(m_problem ? 2 : 1); // what is wrong stays in sight
}

void NodeItem::setOutputLinked(bool isLinked)
{
    if (isLinked == m_state.isOutputLinked)
        return;
    m_state.isOutputLinked = isLinked;
    update();
}

void NodeItem::setHeat(const QColor& colour)
{
    if (std::exchange(m_state.heat, colour) != colour)
        update();
}

void NodeItem::setTarget(std::optional<Side> side, int aimedPort)
{
    m_state.target = side;
    m_state.aimedPort = aimedPort;
    update();
}

int NodeItem::ports(Side side) const
{
    return side == Side::Input ? m_face.card.inputs : m_face.card.outputs;
}

QPointF NodeItem::portPoint(Side side, int port) const
{
    return pos() + geometry::portPoint(m_style.flow, side, port, ports(side));
}

QPainterPath NodeItem::shape() const
{
    QPainterPath path;
    path.addRect(geometry::nodeRect());
    return path;
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* /*widget*/)
{
    if (!m_face.isLaidOut)
        layOut(m_face, m_style);
    auto state = m_state;
    state.isSelected = option->state.testFlag(QStyle::State_Selected);
    const auto scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    paintNode(*painter, m_face, state, m_style, scale);
}

void NodeItem::paintName(QPainter& painter)
{
    if (!m_face.isOnlyNameLaidOut)
        layOutOnlyName(m_face, m_style);
    paintNodeName(painter, pos(), m_face, m_state, m_style);
}

void NodeItem::hoverEnterEvent(QGraphicsSceneHoverEvent* /*event*/)
{
    m_state.isHovered = true;
    update();
}

void NodeItem::hoverLeaveEvent(QGraphicsSceneHoverEvent* /*event*/)
{
    m_state.isHovered = false;
    update();
}

} // namespace netwright::widgets
