// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/name_box.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"

#include <QHelpEvent>
#include <QStyleOptionComboBox>
#include <QToolTip>

#include <algorithm>

namespace netwright::widgets {

QSize NameBox::minimumSizeHint() const
{
    constexpr int kFewLetters = 9 * kGrid;
    const auto hint = QComboBox::minimumSizeHint();
    return { std::min(kFewLetters, hint.width()), hint.height() };
}

void NameBox::initStyleOption(QStyleOptionComboBox* option) const
{
    QComboBox::initStyleOption(option);
    const auto room
        = style()->subControlRect(QStyle::CC_ComboBox, option, QStyle::SC_ComboBoxEditField, this).width();
    option->currentText = option->fontMetrics.elidedText(option->currentText, Qt::ElideRight, room);
}

bool NameBox::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QComboBox::event(event);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    QStringList lines;
    if (option.currentText != currentText())
        lines << currentText();
    if (!toolTip().isEmpty())
        lines << toolTip();
    QToolTip::showText(static_cast<const QHelpEvent*>(event)->globalPos(), plainTip(lines.join(u'\n')), this);
    return true;
}

} // namespace netwright::widgets
