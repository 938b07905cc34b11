// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_delegate.hpp"

#include "widgets/theme.hpp"

#include <QPainter>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    constexpr int kKeysWidth = 15 * kGrid;
}

void CommandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const auto line = option.rect.adjusted(0, 0, -kGrid, 0);
    const auto keys = index.data(KeysRole).toString();
    const auto context = index.data(ContextRole).toString();
    painter->save();
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, keys);
    painter->setFont(widgets::font(widgets::TextRole::Caption));
    painter->setPen(widgets::colour(widgets::Meaning::Quiet));
    painter->drawText(line.adjusted(0, 0, -kKeysWidth, 0), Qt::AlignRight | Qt::AlignVCenter, context);
    painter->restore();
}

} // namespace netwright::pages
