// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_item.hpp"

#include "widgets/graph/bubble_place.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/unbroken.hpp"
#include "widgets/view/plain_tip.hpp"

#include <QPainter>

#include <algorithm>
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

QSizeF ProblemItem::buttonSize(int form) const
{
    return m_button.title.isEmpty()
        ? QSizeF()
        : m_button.sizeHint(m_style.smallFont, kTextWidths.at(static_cast<std::size_t>(form)), true);
}

QSizeF ProblemItem::measured(int form) const
{
    auto text = m_text;
    text.setTextWidth(kTextWidths.at(static_cast<std::size_t>(form)));
    text.prepare({}, m_style.smallFont);
    const auto button = buttonSize(form);
    const auto width = std::max(text.size().width(), button.width()) + 2 * kPadding;
    const auto height
        = text.size().height() + 2 * kPadding + (button.isEmpty() ? 0 : button.height() + kPadding);
    return { width, std::max(height, 32.0) };
}

QSizeF ProblemItem::sizeOf(int form) const
{
    auto& size = m_sizes.at(static_cast<std::size_t>(form));
    if (!size.isValid())
        size = measured(form);
    return size;
}

void ProblemItem::setForm(int form)
{
    if (std::exchange(m_form, form) == form)
        return;
    prepareGeometryChange();
    m_text.setTextWidth(kTextWidths.at(static_cast<std::size_t>(form)));
    m_text.prepare({}, m_style.smallFont);
    m_bubble.setSize(sizeOf(form));
    m_button.rect.setSize(buttonSize(form));
    const bool isCut = m_button.shownTitle(m_style.smallFont).endsWith(QChar(0x2026));
    setToolTip(isCut ? plainTip(m_button.title) : QString());
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
