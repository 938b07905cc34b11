// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/column.hpp"

#include <QAbstractTableModel>

#include <string>
#include <vector>

namespace netwright::pages {

/// The columns of a dataset: name, type, shape, classes.
class ColumnModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// `elements`: per column what its numbers are called, where they have names.
    void setSignature(tensor::Signature signature, std::vector<std::vector<std::string>> elements = {});
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    tensor::Signature m_signature;
    std::vector<std::vector<std::string>> m_elements;
};

} // namespace netwright::pages
