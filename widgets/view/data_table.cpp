// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/data_table.hpp"

#include "widgets/theme.hpp"

#include <QHeaderView>

namespace netwright::widgets {

DataTable::DataTable(QWidget* parent)
    : QTableView(parent)
{
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(4 * kGrid);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultSectionSize(20 * kGrid);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setStretchLastSection(true);
}

} // namespace netwright::widgets
