// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace netwright::pages {

/// A row of the command palette: icon and name, where the command belongs in quiet letters, and its keys in a
/// column at the right.
class CommandDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    enum Role { ContextRole = Qt::UserRole + 1, KeysRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace netwright::pages
