// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/history_list.hpp"

#include "widgets/theme.hpp"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QUndoStack>

namespace netwright::widgets {

namespace {
    constexpr int kSign = 16;

    class StepDelegate : public QStyledItemDelegate {
    public:
        StepDelegate(const QUndoStack& history, QObject* parent)
            : QStyledItemDelegate(parent)
            , m_history(history)
        {
        }

        [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                     const QModelIndex& index) const override
        {
            auto size = QStyledItemDelegate::sizeHint(option, index);
            size.setHeight(size.height() + kGrid / 2);
            return size;
        }

    protected:
        void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
        {
            QStyledItemDelegate::initStyleOption(option, index);
            option->features |= QStyleOptionViewItem::HasDecoration; // all names stand in line
            option->decorationSize = QSize(kSign, kSign);
            if (index.row() > m_history.index()) // row 0 is the beginning
                option->palette.setColor(QPalette::Text, colour(Meaning::Quiet));
        }

    private:
        const QUndoStack& m_history;
    };
} // namespace

HistoryList::HistoryList(QUndoStack& history, QWidget* parent)
    : QUndoView(&history, parent)
{
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setAccessibleName(tr("History"));
    setEmptyLabel(tr("The project as it was opened"));
    setItemDelegate(new StepDelegate(history, this));
    showIcons();
}

void HistoryList::showIcons() { setCleanIcon(icon(QStringLiteral("save"))); }

void HistoryList::changeEvent(QEvent* event)
{
    QUndoView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcons();
}

} // namespace netwright::widgets
