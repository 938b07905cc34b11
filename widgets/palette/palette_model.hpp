// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"

#include <QStandardItemModel>

#include <span>
#include <vector>

namespace netwright::widgets {

/// Something to build with that is not in the catalogue: a block.
struct PaletteBlock {
    QString layer; ///< what is told when it is chosen
    QString title;
    QString help;
    QString section; ///< the category that it stands under
    bool operator==(const PaletteBlock&) const = default;
};

/// Layer kinds under the categories they belong to, in the categories' order, below those that the person
/// likes and those used lately. A kind can be dragged away.
class PaletteModel : public QStandardItemModel {
    Q_OBJECT

public:
    enum Role {
        LayerRole = Qt::UserRole, ///< a kind's id; empty for a category
        WordsRole, ///< what else it is called
        CopyRole, ///< that it stands in its own section, too
        CategoryRole, ///< of a kind, as a number
        SectionRole, ///< the section that it belongs to, wherever it stands
        FavouriteRole,
    };

    explicit PaletteModel(std::span<const layers::LayerKind* const> kinds, QObject* parent = nullptr);

    /// Below the kinds, by section, in this order.
    void setBlocks(const std::vector<PaletteBlock>& blocks);
    /// Above all others, by what LayerRole says; what is not there at the moment is left out.
    void setPersonal(const QStringList& favourites, const QStringList& recent);
    /// Their stars alone; no row moves.
    void markFavourites(const QStringList& favourites);
    /// Icons in the colours of the current theme.
    void restyle();
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    void showPersonal();
    void addPersonal(const QString& title, const QStringList& layers);
    [[nodiscard]] QStandardItem* find(const QString& layer) const; ///< in its own section

    int m_personal = 0; ///< rows of sections above the catalogue
    int m_categories = 0; ///< rows of the catalogue
    QStringList m_favourites;
    QStringList m_recent;
};

} // namespace netwright::widgets
