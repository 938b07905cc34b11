// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/link_item.hpp"

#include "widgets/graph/geometry.hpp"

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

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
    m_label.setTextFormat(Qt::PlainText);
}

void LinkItem::setEnds(QPointF from, QPointF to)
{
    prepareGeometryChange();
    m_path = geometry::linkPath(from, to);
    m_middle = m_path.pointAtPercent(0.5);
    updateBounds();
}

void LinkItem::setShapeText(const QString& text)
{
    if (text == m_shapeText)
        return;
    prepareGeometryChange();
    m_shapeText = text;
    restyle();
}

void LinkItem::restyle()
{
    m_label.setText(m_shapeText);
    m_label.prepare({}, m_style.smallFont);
    updateBounds();
    update();
}

QRectF LinkItem::labelRect() const
{
    const auto size = m_label.size() + QSizeF(12, 4);
    return { m_middle - QPointF(size.width() / 2, size.height() / 2), size };
}

void LinkItem::updateBounds()
{
    m_bounds = m_path.boundingRect().adjusted(-4, -4, 4, 4);
    if (!m_shapeText.isEmpty())
        m_bounds |= labelRect();
}

QPainterPath LinkItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(kGrip);
    auto shape = stroker.createStroke(m_path);
    if (!m_shapeText.isEmpty())
        shape.addRect(labelRect());
    return shape;
}

void LinkItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* /*widget*/)
{
    const auto scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const bool isSelected = option->state.testFlag(QStyle::State_Selected);
    QPen pen(isSelected || m_isStressed || m_isTarget ? m_style.accent : m_style.quiet,
             m_isTarget                      ? 5
                 : isSelected || m_isHovered ? 2.5
                                             : 1.5);
    pen.setCosmetic(scale < kTextScale);
    painter->setRenderHint(QPainter::Antialiasing, scale >= 0.2);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(pen);
    painter->drawPath(m_path);
    if (scale >= kDetailScale && !m_shapeText.isEmpty())
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
    painter.drawStaticText(rect.topLeft() + QPointF(6, 2), m_label);
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
