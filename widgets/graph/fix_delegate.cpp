// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/fix_delegate.hpp"

#include "widgets/graph/fix_button.hpp"
#include "widgets/graph/problem_model.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

namespace netwright::widgets {

namespace {
    QStringList fixesOf(const QModelIndex& index)
    {
        return index.column() == ProblemModel::FixColumn ? index.data(ProblemModel::FixesRole).toStringList()
                                                         : QStringList();
    }

    FixButton buttonIn(const QRect& cell, const QStringList& fixes)
    {
        const FixButton button { .title = fixes.value(0), .hasMore = fixes.size() > 1 };
        const auto size = button.sizeHint(font(TextRole::Caption), cell.width() - kGrid, true);
        return button.movedTo(
            QRectF(QPointF(cell.left() + kGrid / 2.0, cell.center().y() - size.height() / 2), size));
    }
} // namespace

QRect FixDelegate::buttonRect(const QRect& cell, const QModelIndex& index)
{
    const auto fixes = fixesOf(index);
    return fixes.isEmpty() ? QRect() : buttonIn(cell, fixes).rect.toAlignedRect();
}

QRect FixDelegate::moreRect(const QRect& cell, const QModelIndex& index)
{
    const auto fixes = fixesOf(index);
    return fixes.size() < 2 ? QRect() : buttonIn(cell, fixes).moreRect().toAlignedRect();
}

/// The row has room to spare around it.
QSize FixDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto fixes = fixesOf(index);
    return fixes.isEmpty() ? QSize()
                           : buttonIn(option.rect, fixes).rect.size().toSize() - QSize(0, kGrid / 2);
}

void FixDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    auto blank = option;
    initStyleOption(&blank, index);
    blank.text.clear();
    const auto* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &blank, painter, option.widget);
    const auto fixes = fixesOf(index);
    if (fixes.isEmpty())
        return;
    const auto mouse = option.widget ? option.widget->mapFromGlobal(QCursor::pos()) : QPoint(-1, -1);
    painter->save();
    auto button = buttonIn(option.rect, fixes);
    button.isHovered = option.state.testFlag(QStyle::State_MouseOver) && button.rect.contains(mouse);
    button.paint(*painter, font(TextRole::Caption),
                 { .fill = option.palette.color(QPalette::Base),
                   .text = option.palette.color(QPalette::Text),
                   .line = colour(Meaning::Line),
                   .accent = colour(Meaning::Accent) });
    painter->restore();
}

} // namespace netwright::widgets
