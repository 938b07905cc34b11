// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/run.hpp"

#include <QAbstractTableModel>

#include <vector>

namespace netwright::pages {

/// The runs as a table: sort by SortRole. The identity colour of a run follows its age, so that it stays
/// while other runs come and go.
class RunsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, State, Network, Epochs, Loss, Metric, Test, Duration, Started, ColumnCount };
    static constexpr int SortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(std::vector<runs::RunInfo> runs);
    [[nodiscard]] const runs::RunInfo& run(int row) const { return m_runs[static_cast<std::size_t>(row)]; }
    /// For widgets::seriesColour().
    [[nodiscard]] int series(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// What the figures were taken on; training where no run has a validation part.
    [[nodiscard]] QString partOf(const QString& figure) const;
    [[nodiscard]] QString metricTitleOfAll() const; ///< the one that all have; "Metric" where they differ
    [[nodiscard]] static QVariant toolTip(const runs::RunInfo& run, int column);
    [[nodiscard]] QVariant text(const runs::RunInfo& run, int column) const;
    [[nodiscard]] QVariant sortKey(const runs::RunInfo& run, int column) const;

    std::vector<runs::RunInfo> m_runs;
};

} // namespace netwright::pages
