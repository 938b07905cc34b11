// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/data_table.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/table_header.hpp"

#include <QStyledItemDelegate>

namespace netwright::widgets {

namespace {
    /// A colour that means something is kept in selected rows, too.
    class ColourKeeper : public QStyledItemDelegate {
    public:
        using QStyledItemDelegate::QStyledItemDelegate;

    protected:
        void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
        {
            QStyledItemDelegate::initStyleOption(option, index);
            if (index.data(Qt::ForegroundRole).isValid())
                option->palette.setBrush(QPalette::HighlightedText, option->palette.text());
        }
    };
} // namespace

DataTable::DataTable(QWidget* parent)
    : QTableView(parent)
{
    setHorizontalHeader(new TableHeader(this));
    setItemDelegate(new ColourKeeper(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(4 * kGrid);
}

} // namespace netwright::widgets
