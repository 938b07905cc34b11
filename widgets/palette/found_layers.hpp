// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QIcon>

#include <vector>

namespace netwright::widgets {

/// Something to build with, as quick add offers it.
struct PaletteEntry {
    QString layer; ///< what is told when it is chosen
    QString title;
    QString section; ///< its category
    QString help;
    QIcon icon;
    QString words = {}; ///< what else it is found by, with commas between
    QString misfit = {}; ///< why it does not fit the place where it would go; empty: it does
};

/// The entries that a search finds, the best first: one that is named in full, those that fit their place, by
/// searchRank(), then in the order given; below them, likewise, those that do not fit.
class FoundLayers : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { LayerRole = Qt::UserRole, SectionRole, HelpRole, MisfitRole };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<PaletteEntry> entries);
    void filter(const QString& text);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<PaletteEntry> m_entries;
    std::vector<std::size_t> m_found; ///< of m_entries
};

} // namespace netwright::widgets
