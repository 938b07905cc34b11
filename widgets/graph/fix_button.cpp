// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/fix_button.hpp"

#include "widgets/graph/unbroken.hpp"

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

    constexpr qsizetype kMostLines = 3;

    /// The title in lines of this width, the last one cut where there would be more.
    QStringList linesOf(const QString& title, const QFontMetricsF& metrics, double width, qsizetype most)
    {
        if (metrics.horizontalAdvance(title) <= width)
            return { title };
        QStringList lines;
        auto rest = unbroken(title);
        while (lines.size() + 1 < most && metrics.horizontalAdvance(rest) > width) {
            auto end = rest.size();
            while (end > 0 && metrics.horizontalAdvance(rest.left(end)) > width)
                end = rest.left(end).lastIndexOf(u' ');
            if (end <= 0) // a word that is too long
                break;
            lines << rest.left(end);
            rest = rest.mid(end + 1);
        }
        return lines << metrics.elidedText(rest, Qt::ElideRight, width);
    }

    void paintArrow(QPainter& painter, QPointF centre)
    {
        const QPointF points[] { centre + QPointF(-3.5, -1.75), centre + QPointF(0, 1.75),
                                 centre + QPointF(3.5, -1.75) };
        painter.drawPolyline(points, 3);
    }
} // namespace

QSizeF FixButton::sizeHint(const QFont& font, double widest, bool mayWrap) const
{
    const QFontMetricsF metrics(font);
    const double frame = 2 * kPadding + (hasMore ? kMoreWidth : 0);
    const auto wanted = std::ceil(metrics.horizontalAdvance(title) + frame);
    const auto lines = mayWrap ? linesOf(title, metrics, widest - frame + 1, kMostLines).size() : 1;
    return { std::min(wanted, widest),
             kHeight + std::ceil(static_cast<double>(lines - 1) * metrics.lineSpacing()) };
}

QRectF FixButton::textRect() const { return rect.adjusted(kPadding, 0, -kPadding - moreRect().width(), 0); }

QString FixButton::shownTitle(const QFont& font) const
{
    const QFontMetricsF metrics(font);
    const auto room = std::lround((rect.height() - kHeight) / metrics.lineSpacing()) + 1;
    return linesOf(title, metrics, textRect().width() + 1, room).join(u'\n');
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
    painter.setPen(isHovered ? colours.accent : colours.text);
    painter.setFont(font);
    painter.drawText(textRect(), Qt::AlignVCenter | Qt::AlignLeft, shownTitle(font));
    if (!hasMore)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(painter.pen().color(), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    paintArrow(painter, more.center());
    painter.setPen(QPen(colours.line, 1));
    painter.drawLine(more.topLeft() + QPointF(0, 4), more.bottomLeft() - QPointF(0, 4));
}

} // namespace netwright::widgets
