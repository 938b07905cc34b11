// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_item.hpp"

#include "widgets/graph/bubble_place.hpp"
#include "widgets/graph/geometry.hpp"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr double kTextWidth = 240;
    constexpr double kPadding = 8;
    constexpr double kDistance = 12;
} // namespace

ProblemItem::ProblemItem(const QString& message, const QStringList& fixes, bool isWarning,
                         const CanvasStyle& style, QGraphicsItem* node)
    : QGraphicsItem(node)
    , m_message(message)
    , m_isWarning(isWarning)
    , m_style(style)
    , m_text(message)
    , m_button { .title = fixes.value(0), .hasMore = fixes.size() > 1 }
{
    m_text.setTextFormat(Qt::PlainText);
    m_text.setTextWidth(kTextWidth);
    m_text.prepare({}, style.smallFont);
    const auto text = m_text.size();
    const auto button = fixes.isEmpty() ? QSizeF() : m_button.sizeHint(style.smallFont, kTextWidth);
    const auto width = std::max(text.width(), button.width()) + 2 * kPadding;
    const auto height
        = std::max(text.height() + 2 * kPadding + (fixes.isEmpty() ? 0 : button.height() + kPadding), 32.0);
    m_bubble = QRectF(0, 0, width, height);
    m_button.rect = QRectF(QPointF(), button);
    placeAt({ geometry::kNodeWidth / 2 + kDistance, -height / 2 });
}

void ProblemItem::placeAt(QPointF topLeft)
{
    if (m_bubble.topLeft() == topLeft)
        return;
    prepareGeometryChange();
    m_bubble.moveTopLeft(topLeft);
    m_button.rect.moveBottomLeft(m_bubble.bottomLeft() + QPointF(kPadding, -kPadding));
}

QRectF ProblemItem::node() const
{
    const auto card = geometry::nodeRect();
    return { card.topLeft() / scale(), card.size() / scale() };
}

QRectF ProblemItem::boundingRect() const { return (m_bubble | node()).adjusted(-2, -2, 2, 2); }

QPainterPath ProblemItem::shape() const
{
    QPainterPath path;
    path.addRect(m_bubble);
    return path;
}

QRectF ProblemItem::buttonRect() const
{
    return m_button.title.isEmpty() ? QRectF() : mapRectToScene(m_button.rect);
}

ProblemItem::Part ProblemItem::partAt(QPointF scenePoint) const
{
    const auto point = mapFromScene(scenePoint);
    if (!isVisible() || m_button.title.isEmpty() || !m_button.rect.contains(point))
        return Part::None;
    return m_button.moreRect().contains(point) ? Part::MoreFixes : Part::Fix;
}

void ProblemItem::setHovered(bool isHovered)
{
    if (m_button.isHovered == isHovered)
        return;
    m_button.isHovered = isHovered;
    update();
}

void ProblemItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    if (QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) < kCardScale)
        return;
    const auto ink = m_isWarning ? m_style.warning : m_style.bad;
    auto fill = ink;
    fill.setAlphaF(0.1F);
    painter->setRenderHint(QPainter::Antialiasing);
    paintThread(*painter, ink);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_style.canvas); // over links and other nodes
    painter->drawRoundedRect(m_bubble, 6, 6);
    painter->setBrush(fill);
    painter->drawRoundedRect(m_bubble, 6, 6);
    painter->setPen(ink);
    painter->setFont(m_style.smallFont);
    painter->drawStaticText(m_bubble.topLeft() + QPointF(kPadding, kPadding), m_text);
    if (!m_button.title.isEmpty())
        m_button.paint(
            *painter, m_style.smallFont,
            { .fill = m_style.card, .text = m_style.text, .line = m_style.line, .accent = m_style.accent });
}

void ProblemItem::paintThread(QPainter& painter, const QColor& ink) const
{
    const auto card = node();
    if (distanceBetween(card, m_bubble) < 2 * kDistance)
        return;
    const auto nearest = [](const QRectF& rect, QPointF to) {
        return QPointF(std::clamp(to.x(), rect.left(), rect.right()),
                       std::clamp(to.y(), rect.top(), rect.bottom()));
    };
    const auto end = nearest(m_bubble, card.center());
    painter.setPen(QPen(ink, 1.25));
    painter.drawLine(nearest(card, end), end);
}

} // namespace netwright::widgets
