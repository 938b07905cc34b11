// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/star_delegate.hpp"

#include "widgets/palette/palette_model.hpp"
#include "widgets/theme.hpp"
#include "widgets/themed_icon.hpp"

#include <QMouseEvent>

namespace netwright::widgets {

QRect StarDelegate::starRect(const QRect& row)
{
    constexpr int kStar = 16;
    return { row.right() - kStar - kGrid, row.center().y() - kStar / 2, kStar, kStar };
}

void StarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.data(PaletteModel::LayerRole).toString().isEmpty())
        return; // a section
    const bool isFavourite = index.data(PaletteModel::FavouriteRole).toBool();
    const auto looked = QStyle::State_MouseOver | QStyle::State_Selected;
    if (isFavourite)
        icon(QStringLiteral("star-full"), Meaning::Warning).paint(painter, starRect(option.rect));
    else if (option.state & looked)
        icon(QStringLiteral("star"), Meaning::Quiet).paint(painter, starRect(option.rect));
}

bool StarDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                               const QModelIndex& index)
{
    const auto type = event->type();
    const bool isPress = type == QEvent::MouseButtonPress || type == QEvent::MouseButtonDblClick;
    const auto layer = index.data(PaletteModel::LayerRole).toString();
    if (layer.isEmpty() || (!isPress && type != QEvent::MouseButtonRelease)
        || !starRect(option.rect).contains(static_cast<QMouseEvent*>(event)->pos()))
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    if (!isPress)
        emit starred(layer);
    return true;
}

} // namespace netwright::widgets
