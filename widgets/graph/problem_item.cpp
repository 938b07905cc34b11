// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_item.hpp"

#include "widgets/graph/bubble_place.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/unbroken.hpp"

#include <QPainter>

#include <algorithm>
#include <array>
#include <utility>

namespace netwright::widgets {

namespace {
    constexpr std::array kTextWidths { 240.0, 184.0, 140.0, 112.0 }; ///< the usual one first
    constexpr double kPadding = 8;
    constexpr double kDistance = 12;
} // namespace

ProblemItem::ProblemItem(const QString& message, const QStringList& fixes, bool isWarning,
                         const CanvasStyle& style, QGraphicsItem* node)
    : QGraphicsItem(node)
    , m_message(message)
    , m_isWarning(isWarning)
    , m_style(style)
    , m_text(unbroken(message))
    , m_button { .title = fixes.value(0), .hasMore = fixes.size() > 1 }
{
    m_text.setTextFormat(Qt::PlainText);
    setForm(0);
    placeAt({ geometry::kNodeWidth / 2 + kDistance, -m_bubble.height() / 2 });
    hide();
}

int ProblemItem::forms() { return static_cast<int>(kTextWidths.size()); }

void ProblemItem::setForm(int form)
{
    if (std::exchange(m_form, form) == form)
        return;
    prepareGeometryChange();
    const double widest = kTextWidths.at(static_cast<std::size_t>(form));
    m_text.setTextWidth(widest);
    m_text.prepare({}, m_style.smallFont);
    const auto text = m_text.size();
    const bool hasFix = !m_button.title.isEmpty();
    const auto button = hasFix ? m_button.sizeHint(m_style.smallFont, widest, true) : QSizeF();
    const auto width = std::max(text.width(), button.width()) + 2 * kPadding;
    const auto height = text.height() + 2 * kPadding + (hasFix ? button.height() + kPadding : 0);
    m_bubble.setSize({ width, std::max(height, 32.0) });
    m_button.rect.setSize(button);
    const bool isCut = m_button.shownTitle(m_style.smallFont).endsWith(QChar(0x2026));
    setToolTip(isCut ? m_button.title : QString());
    m_button.rect.moveBottomLeft(m_bubble.bottomLeft() + QPointF(kPadding, -kPadding));
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
    const auto ink = m_isWarning ? m_style.warning : m_style.bad;
    auto fill = ink;
    fill.setAlphaF(0.1F);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(ink, 1.25));
    painter->drawLine(threadBetween(node(), m_bubble));
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

} // namespace netwright::widgets
