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

/// Layer kinds under the categories they belong to, in the categories' order. A kind can be dragged away.
class PaletteModel : public QStandardItemModel {
    Q_OBJECT

public:
    enum Role {
        LayerRole = Qt::UserRole, ///< a kind's id; empty for a category
        SearchRole, ///< what a search looks through
        CategoryRole, ///< of a kind, as a number
    };

    explicit PaletteModel(std::span<const layers::LayerKind* const> kinds, QObject* parent = nullptr);

    /// Below the kinds, by section, in this order.
    void setBlocks(const std::vector<PaletteBlock>& blocks);
    /// Icons in the colours of the current theme.
    void restyle();
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    int m_categories = 0; ///< rows of the catalogue
};

} // namespace netwright::widgets
