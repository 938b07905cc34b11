// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/path_edit.hpp"

#include "widgets/view/plain_tip.hpp"

#include <QHelpEvent>
#include <QPainter>
#include <QStyleOptionFrame>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr int kMargin = 2; ///< of a QLineEdit, on both sides of its text
}

QRect PathEdit::room() const
{
    QStyleOptionFrame frame;
    initStyleOption(&frame);
    auto room = style()->subElementRect(QStyle::SE_LineEditContents, &frame, this);
    for (const auto* button : findChildren<QToolButton*>()) {
        if (button->isVisible())
            room.setRight(std::min(room.right(), button->x() - 1));
    }
    return room.adjusted(kMargin, 0, -kMargin, 0);
}

QString PathEdit::shownText() const
{
    const auto width = room().width();
    const auto metrics = fontMetrics();
    if (hasFocus() || metrics.horizontalAdvance(text()) <= width)
        return text();
    return metrics.elidedText(QStringLiteral("…/") + text().section(u'/', -1), Qt::ElideMiddle, width);
}

bool PathEdit::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || text().isEmpty())
        return QLineEdit::event(event);
    const auto tip = toolTip().isEmpty() ? text() : text() + u'\n' + toolTip();
    QToolTip::showText(static_cast<const QHelpEvent*>(event)->globalPos(), plainTip(tip), this);
    return true;
}

void PathEdit::paintEvent(QPaintEvent* event)
{
    const auto shown = shownText();
    if (shown == text()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QPainter painter(this);
    QStyleOptionFrame frame;
    initStyleOption(&frame);
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &frame, &painter, this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Text));
    painter.drawText(room(), Qt::AlignLeft | Qt::AlignVCenter, shown);
}

} // namespace netwright::widgets
