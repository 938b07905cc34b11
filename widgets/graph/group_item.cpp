// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/group_item.hpp"

#include "widgets/graph/annotation_style.hpp"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr double kPadding = 16; // with the tab less than the gap between two rows
    constexpr double kTab = 24;
    constexpr double kBorder = 8; ///< how wide the mouse finds it
    constexpr double kCorner = 10;

    QString nameOf(const network::Group& group)
    {
        return group.name.empty() ? QCoreApplication::translate("netwright::widgets::GroupItem", "Group")
                                  : QString::fromStdString(group.name);
    }
} // namespace

GroupItem::GroupItem(const network::Group& group, const CanvasStyle& style)
    : m_group(group)
    , m_style(style)
{
    setZValue(-2);
    setAcceptedMouseButtons(Qt::NoButton); // the view asks where it is; a rubber band may start inside
}

void GroupItem::show(const network::Group& group, const QRectF& around)
{
    setAround(around);
    if (group == m_group)
        return;
    prepareGeometryChange(); // the tab is as wide as the name
    m_group = group;
    update();
}

void GroupItem::setAround(const QRectF& around)
{
    const auto frame = around.adjusted(-kPadding, -kPadding, kPadding, kPadding);
    if (frame == m_frame)
        return;
    prepareGeometryChange();
    m_frame = frame;
}

QRectF GroupItem::tab() const
{
    const auto width = QFontMetricsF(m_style.nameFont).horizontalAdvance(nameOf(m_group)) + 2 * kPadding;
    return { m_frame.left(), m_frame.top() - kTab, std::clamp(width, 64.0, m_frame.width()), kTab };
}

QRectF GroupItem::boundingRect() const { return m_frame.united(tab()).adjusted(-4, -4, 4, 4); }

QPainterPath GroupItem::shape() const
{
    QPainterPath outside;
    outside.addRect(m_frame.adjusted(-kBorder / 2, -kBorder / 2, kBorder / 2, kBorder / 2));
    QPainterPath inside;
    inside.addRect(m_frame.adjusted(kBorder / 2, kBorder / 2, -kBorder / 2, -kBorder / 2));
    auto path = outside.subtracted(inside);
    path.addRect(tab());
    return path;
}

void GroupItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    const auto style = annotationStyle(m_group.colour);
    const auto scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    QPen pen(style.line, 1.5);
    pen.setCosmetic(true);
    painter->setRenderHint(QPainter::Antialiasing, scale >= kCardScale);
    painter->setPen(pen);
    painter->setBrush(style.tint);
    painter->drawRoundedRect(m_frame, kCorner, kCorner);
    if (scale >= kCardScale) {
        painter->setPen(style.text);
        paintTab(*painter);
    }
}

void GroupItem::paintTab(QPainter& painter) const
{
    const auto place = tab().adjusted(4, 0, -4, 0);
    painter.setFont(m_style.nameFont);
    painter.drawText(
        place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetricsF(m_style.nameFont).elidedText(nameOf(m_group), Qt::ElideRight, place.width()));
}

} // namespace netwright::widgets
