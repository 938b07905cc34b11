// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/compare.hpp"

#include <QAbstractTableModel>

#include <vector>

namespace netwright::widgets {

/// What differs between two networks, a row each: of a layer that changed one for everything that did.
class DifferenceModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Layer, Kind, What, Left, Right, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setComparison(const network::Network& left, const network::Network& right,
                       const network::Comparison& comparison);
    /// Place in Comparison::layers; -1 for what belongs to the whole network.
    [[nodiscard]] int layerOf(int row) const;
    [[nodiscard]] int rowOfLayer(int layer) const; ///< the first; -1 for none

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        int layer = -1;
        QString name;
        network::Change change = network::Change::Changed;
        QString what;
        QString left;
        QString right;
    };

    void addRow(int layer, const QString& name, network::Change change,
                const network::Difference& difference);

    std::vector<Row> m_rows;
};

} // namespace netwright::widgets
