// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/fix_button.hpp"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kPadding = 10;
    constexpr double kHeight = 24;
    constexpr double kMoreWidth = 22;
    constexpr double kCorner = 5;

    void paintArrow(QPainter& painter, QPointF centre)
    {
        const QPointF points[] { centre + QPointF(-3.5, -1.75), centre + QPointF(0, 1.75),
                                 centre + QPointF(3.5, -1.75) };
        painter.drawPolyline(points, 3);
    }
} // namespace

QSizeF FixButton::sizeHint(const QFont& font, double widest) const
{
    const auto wanted
        = QFontMetricsF(font).horizontalAdvance(title) + 2 * kPadding + (hasMore ? kMoreWidth : 0);
    return { std::min(std::ceil(wanted), widest), kHeight };
}

FixButton FixButton::movedTo(const QRectF& place) const
{
    auto moved = *this;
    moved.rect = place;
    return moved;
}

QRectF FixButton::moreRect() const
{
    return hasMore ? QRectF(rect.right() - kMoreWidth, rect.top(), kMoreWidth, rect.height()) : QRectF();
}

void FixButton::paint(QPainter& painter, const QFont& font, const Colours& colours) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isHovered ? colours.accent : colours.line, 1));
    painter.setBrush(colours.fill);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), kCorner, kCorner);
    const auto more = moreRect();
    const auto text = rect.adjusted(kPadding, 0, -kPadding - more.width(), 0);
    painter.setPen(isHovered ? colours.accent : colours.text);
    painter.setFont(font);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetricsF(font).elidedText(title, Qt::ElideRight, text.width() + 1));
    if (!hasMore)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(painter.pen().color(), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    paintArrow(painter, more.center());
    painter.setPen(QPen(colours.line, 1));
    painter.drawLine(more.topLeft() + QPointF(0, 4), more.bottomLeft() - QPointF(0, 4));
}

} // namespace netwright::widgets
