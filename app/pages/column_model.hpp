// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/column.hpp"

#include <QAbstractTableModel>

namespace netwright::pages {

/// The columns of a dataset: name, type, shape, classes.
class ColumnModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setSignature(tensor::Signature signature);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    tensor::Signature m_signature;
};

} // namespace netwright::pages
