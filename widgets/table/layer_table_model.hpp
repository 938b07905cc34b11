// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/layer_list.hpp"

#include <QAbstractTableModel>

#include <vector>

namespace netwright::widgets {

/// What a network computes, a row each layer, in the order of execution.
class LayerTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Order, Layer, Kind, Output, Parameters, MultiplyAdds, Memory, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole, ///< numbers as numbers; what is not known goes below all
        ShareRole, ///< of a number, its part of the whole network's: 0 to 1
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Where the same layers stand in the same order, rows keep their selection.
    void setLayers(std::vector<network::ListedLayer> layers);
    [[nodiscard]] const std::vector<network::ListedLayer>& layers() const { return m_layers; }
    [[nodiscard]] const network::ListedLayer& layer(int row) const;
    [[nodiscard]] const layers::Cost& total() const { return m_total; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QVariant sortKey(int row, int column) const;
    [[nodiscard]] QVariant toolTip(int row, int column) const;
    [[nodiscard]] bool isQuiet(int row, int column) const;
    [[nodiscard]] QVariant share(int row, int column) const;

    std::vector<network::ListedLayer> m_layers;
    layers::Cost m_total;
};

} // namespace netwright::widgets
