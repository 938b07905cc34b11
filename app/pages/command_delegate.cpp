// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_delegate.hpp"

#include "widgets/theme.hpp"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    constexpr int kKeysWidth = 15 * kGrid;
    constexpr int kGap = 2 * kGrid;

    /// The name comes first; what is said of it takes what is left, a third of the line at least.
    int widthOfName(const QFontMetricsF& metrics, const QString& name, int saidWidth, int width)
    {
        const auto whole = static_cast<int>(std::ceil(metrics.horizontalAdvance(name))); // less is elided
        return std::min(whole, width - std::min(saidWidth, width / 3) - kGap);
    }
} // namespace

void CommandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    auto row = option;
    initStyleOption(&row, index);
    const auto name = std::exchange(row.text, {});
    const auto* style = row.widget ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);

    const auto line = option.rect.adjusted(0, 0, -kGrid, 0);
    const auto keys = index.data(KeysRole).toString();
    const auto caption = widgets::font(widgets::TextRole::Caption);
    const auto nameRect = line.adjusted(option.decorationSize.width() + 2 * kGrid, 0, -kKeysWidth, 0);
    const QFontMetrics captions(caption);
    const auto said = index.data(ContextRole).toString();
    const int nameWidth
        = widthOfName(QFontMetricsF(option.font), name, captions.horizontalAdvance(said), nameRect.width());
    const auto context = captions.elidedText(said, Qt::ElideRight, nameRect.width() - nameWidth - kGap);
    painter->save();
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    painter->setFont(option.font);
    painter->setPen(option.palette.color(isEnabled ? QPalette::Active : QPalette::Disabled, QPalette::Text));
    painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetricsF(option.font).elidedText(name, Qt::ElideRight, nameWidth));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, keys);
    painter->setFont(caption);
    painter->setPen(widgets::colour(widgets::Meaning::Quiet));
    painter->drawText(line.adjusted(0, 0, -kKeysWidth, 0), Qt::AlignRight | Qt::AlignVCenter, context);
    painter->restore();
}

} // namespace netwright::pages
