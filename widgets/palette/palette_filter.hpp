// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace netwright::widgets {

/// What a search finds of a PaletteModel: each layer once, in its own section. Without a search, all of it.
class PaletteFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit PaletteFilter(QObject* parent);

    void search(const QString& text);
    /// The layer that is meant most likely; invalid where none is found.
    [[nodiscard]] QModelIndex best() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_text;
};

} // namespace netwright::widgets
