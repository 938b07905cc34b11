// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/share_delegate.hpp"

#include "widgets/table/layer_table_model.hpp"
#include "widgets/theme.hpp"

#include <QPainter>

namespace netwright::widgets {

void ShareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const auto share = index.data(LayerTableModel::ShareRole).toDouble();
    if (share <= 0)
        return;
    constexpr int kMargin = kGrid / 2;
    constexpr int kThickness = 3;
    const auto room = option.rect.width() - 2 * kMargin;
    const auto width = std::max(1, static_cast<int>(room * share));
    auto tint = colour(Meaning::Accent);
    tint.setAlphaF(0.55F);
    painter->fillRect(QRect(option.rect.right() - kMargin - width + 1, option.rect.bottom() - kThickness,
                            width, kThickness),
                      tint);
}

} // namespace netwright::widgets
