// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/check_mark.hpp"

#include "widgets/theme.hpp"

#include <QPainter>
#include <QStyle>
#include <QStyleOption>

#include <algorithm>

namespace netwright::widgets {

namespace {
    QColor frameOf(const QStyleOption& option, bool isMarked)
    {
        if (!option.state.testFlag(QStyle::State_Enabled))
            return option.palette.color(QPalette::Disabled, QPalette::Text);
        const bool isUsed = option.state.testFlag(QStyle::State_HasFocus);
        return colour(isMarked || isUsed ? Meaning::Accent : Meaning::Quiet);
    }
} // namespace

void paintCheckMark(QPainter& painter, const QStyleOption& option)
{
    const bool isDash = option.state.testFlag(QStyle::State_NoChange);
    const bool isMarked = isDash || option.state.testFlag(QStyle::State_On);
    const auto frame = frameOf(option, isMarked);
    const double size = std::min(option.rect.width(), option.rect.height()) - 1;
    const QRectF square(QRectF(option.rect).center() - QPointF(size, size) / 2, QSizeF(size, size));
    const auto at = [&](double x, double y) { return square.topLeft() + QPointF(x, y) * size; };

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(frame, 1));
    painter.setBrush(isMarked ? QBrush(frame) : option.palette.base());
    painter.drawRoundedRect(square, 3, 3);
    painter.setPen(
        QPen(option.palette.color(QPalette::Base), size / 7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (isDash)
        painter.drawLine(at(0.25, 0.5), at(0.75, 0.5));
    else if (isMarked)
        painter.drawPolyline(QPolygonF({ at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.3) }));
    painter.restore();
}

} // namespace netwright::widgets
