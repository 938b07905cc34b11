// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace netwright::widgets {

/// Draws the first fix of a row as a button, in several lines where one is too narrow, with a mark where
/// there are more.
class FixDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// The button within its cell; empty where the row has no fix.
    [[nodiscard]] static QRect buttonRect(const QRect& cell, const QModelIndex& index);
    /// The part of the button that opens the list of all fixes; empty for one fix.
    [[nodiscard]] static QRect moreRect(const QRect& cell, const QModelIndex& index);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace netwright::widgets
