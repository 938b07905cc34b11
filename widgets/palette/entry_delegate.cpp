// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/entry_delegate.hpp"

#include "widgets/palette/found_layers.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QPainter>

#include <utility>

namespace netwright::widgets {

namespace {
    constexpr int kRow = 28;
    constexpr int kRowWithReason = 44;
    constexpr double kFaint = 0.4;

    QString misfitOf(const QModelIndex& index) { return index.data(FoundLayers::MisfitRole).toString(); }
} // namespace

void EntryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    auto row = option;
    initStyleOption(&row, index);
    const auto title = std::exchange(row.text, {});
    const auto picture = std::exchange(row.icon, {});
    const auto* style = row.widget ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);

    const auto misfit = misfitOf(index);
    const auto line = option.rect.adjusted(kGrid, 0, -kGrid, misfit.isEmpty() ? 0 : kRow - kRowWithReason);
    const auto section = index.data(FoundLayers::SectionRole).toString();
    const auto caption = font(TextRole::Caption);
    painter->save();
    painter->setOpacity(misfit.isEmpty() ? 1 : kFaint);
    picture.paint(painter, QRect(line.topLeft(), QSize(option.decorationSize.width(), line.height())));
    painter->setOpacity(1);
    const auto text = line.adjusted(option.decorationSize.width() + kGrid, 0, 0, 0);
    painter->setPen(misfit.isEmpty() ? option.palette.color(QPalette::Text) : colour(Meaning::Quiet));
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter->setFont(caption);
    painter->setPen(colour(Meaning::Quiet));
    painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, section);
    if (!misfit.isEmpty()) {
        const QRect below(text.left(), text.bottom() - kGrid / 4, text.width(), kRowWithReason - kRow);
        painter->drawText(below, Qt::AlignLeft | Qt::AlignTop,
                          QFontMetrics(caption).elidedText(misfit, Qt::ElideRight, below.width()));
    }
    painter->restore();
}

QSize EntryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return { QStyledItemDelegate::sizeHint(option, index).width(),
             misfitOf(index).isEmpty() ? kRow : kRowWithReason };
}

} // namespace netwright::widgets
