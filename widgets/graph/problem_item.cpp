// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_item.hpp"

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

ProblemItem::ProblemItem(const QString& message, const CanvasStyle& style, QGraphicsItem* node)
    : QGraphicsItem(node)
    , m_message(message)
    , m_style(style)
    , m_text(message)
{
    m_text.setTextFormat(Qt::PlainText);
    m_text.setTextWidth(kTextWidth);
    m_text.prepare({}, style.smallFont);
    const auto height = std::max(m_text.size().height() + 2 * kPadding, 32.0);
    m_bubble = QRectF(geometry::kNodeWidth / 2 + kDistance, -height / 2, m_text.size().width() + 2 * kPadding,
                      height);
}

void ProblemItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    if (QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) < kTextScale)
        return;
    auto fill = m_style.bad;
    fill.setAlphaF(0.1F);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_style.canvas); // over links and other nodes
    painter->drawRoundedRect(m_bubble, 6, 6);
    painter->setBrush(fill);
    painter->drawRoundedRect(m_bubble, 6, 6);
    painter->setPen(m_style.bad);
    painter->setFont(m_style.smallFont);
    painter->drawStaticText(QPointF(m_bubble.left() + kPadding, -m_text.size().height() / 2), m_text);
}

} // namespace netwright::widgets
