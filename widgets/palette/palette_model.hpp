// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"

#include <QStandardItemModel>

#include <span>

namespace netwright::widgets {

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

    /// Icons in the colours of the current theme.
    void restyle();
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
};

} // namespace netwright::widgets
