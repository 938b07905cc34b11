// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/table_header.hpp"

#include "widgets/theme.hpp"

#include <QPainter>
#include <QStyleOption>

namespace netwright::widgets {

TableHeader::TableHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setDefaultSectionSize(20 * kGrid);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setStretchLastSection(true);
}

void TableHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int column) const
{
    QHeaderView::initStyleOptionForIndex(option, column);
    option->sortIndicator = QStyleOptionHeader::None; // the style would move the heading aside for it
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int column) const
{
    painter->save();
    QHeaderView::paintSection(painter, rect, column);
    painter->restore();
    if (!isSortIndicatorShown() || sortIndicatorSection() != column)
        return;
    constexpr int kArrow = 12;
    const auto alignment = static_cast<Qt::Alignment>(
        model()->headerData(column, orientation(), Qt::TextAlignmentRole).toInt());
    const bool isLeft = alignment.testFlag(Qt::AlignRight);
    const QRect arrow(isLeft ? rect.left() + kGrid / 4 : rect.right() - kArrow - kGrid / 4,
                      rect.center().y() - kArrow / 2, kArrow, kArrow);
    const bool isRising = sortIndicatorOrder() == Qt::AscendingOrder;
    icon(isRising ? QStringLiteral("arrow-up") : QStringLiteral("arrow-down")).paint(painter, arrow);
}

} // namespace netwright::widgets
