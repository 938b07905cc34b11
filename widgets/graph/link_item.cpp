// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/link_item.hpp"

#include "widgets/graph/geometry.hpp"

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

#include <utility>

namespace netwright::widgets {

namespace {
    constexpr double kGrip = 12; ///< width of the band in which the mouse means the link
}

LinkItem::LinkItem(const network::Link& link, const CanvasStyle& style)
    : m_link(link)
    , m_style(style)
{
    setFlag(ItemIsSelectable);
    setAcceptHoverEvents(true);
}

void LinkItem::setRoute(const LinkEnds& ends, LinkRoute route)
{
    if (ends == m_ends && route.path == m_route.path)
        return;
    prepareGeometryChange();
    m_ends = ends;
    m_route = std::move(route);
    updateBounds();
}

void LinkItem::setShapeText(const QString& text)
{
    if (text == m_shapeText)
        return;
    m_shapeText = text;
    restyle();
}

void LinkItem::restyle()
{
    prepareGeometryChange();
    updateBounds();
    update();
}

void LinkItem::setLabelPlace(LabelPlace place)
{
    if (std::exchange(m_labelPlace, place) == place)
        return;
    setZValue(place == LabelPlace::Port ? 0.5 : 0); // over the other links of the port
    restyle();
}

QRectF LinkItem::labelRect() const
{
    if (!hasLabel())
        return {};
    const auto size = m_style.label(m_shapeText).size() + QSizeF(12, 4);
    const QPointF half(size.width() / 2, size.height() / 2);
    if (m_labelPlace == LabelPlace::Middle)
        return { m_route.label - half, size };
    constexpr double kDistance = geometry::kPortRadius + 3;
    const auto way = m_ends.flow == network::Flow::Down ? QPointF(0, kDistance + half.y())
                                                        : QPointF(kDistance + half.x(), 0);
    return { m_ends.from + way - half, size };
}

void LinkItem::updateBounds()
{
    m_bounds = m_route.path.controlPointRect().adjusted(-4, -4, 4, 4);
    m_bounds |= labelRect();
}

QPainterPath LinkItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(kGrip);
    auto shape = stroker.createStroke(m_route.path);
    shape.addRect(labelRect());
    return shape;
}

void LinkItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* /*widget*/)
{
    const auto scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const bool isSelected = option->state.testFlag(QStyle::State_Selected);
    const double width = m_isTarget ? 5 : isSelected || m_isHovered ? 2.5 : 1.5;
    const QPen pen(isSelected || m_isStressed || m_isTarget ? m_style.accent : m_style.quiet, width);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(pen);
    painter->drawPath(m_route.path);
    if (scale >= kDetailScale && hasLabel())
        paintLabel(*painter);
}

void LinkItem::paintLabel(QPainter& painter) const
{
    const auto rect = labelRect();
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_style.canvas);
    painter.drawRoundedRect(rect, 4, 4);
    painter.setPen(m_style.quiet);
    painter.setFont(m_style.smallFont);
    painter.drawStaticText(rect.topLeft() + QPointF(6, 2), m_style.label(m_shapeText));
}

void LinkItem::setStressed(bool isStressed)
{
    if (isStressed == m_isStressed)
        return;
    m_isStressed = isStressed;
    update();
}

void LinkItem::setTarget(bool isTarget)
{
    if (isTarget == m_isTarget)
        return;
    m_isTarget = isTarget;
    update();
}

void LinkItem::hoverEnterEvent(QGraphicsSceneHoverEvent* /*event*/)
{
    m_isHovered = true;
    update();
}

void LinkItem::hoverLeaveEvent(QGraphicsSceneHoverEvent* /*event*/)
{
    m_isHovered = false;
    update();
}

} // namespace netwright::widgets
