// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/job.hpp"

#include "core/data/dataset.hpp"

#include <QAbstractTableModel>
#include <QCache>
#include <QTimer>

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace netwright::session {

/// The samples of an open dataset as a table: the row number, then its columns; pictures as DecorationRole. A
/// file that is a table itself is shown with its own columns.
/// Rows are read by a job, in chunks, when a view asks for them; what is out of view is forgotten again.
class SampleModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit SampleModel(QObject* parent = nullptr);

    /// Null: none. No part: all rows, in the order of the source. False where that is what it shows already.
    bool setDataset(std::shared_ptr<const data::Dataset> dataset, std::optional<data::Part> part);
    /// In this model; -1 where there is no such column.
    [[nodiscard]] int firstColumn(tensor::ColumnType type) const;
    [[nodiscard]] QString error() const { return m_error; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void failed(const QString& error);

private:
    /// The cells of some rows, row by row: a QImage or a QString each.
    using Chunk = std::vector<QVariant>;

    static Result<Chunk> readPreview(const data::Source& source, const std::vector<std::int64_t>& rows);
    static Result<Chunk> read(const data::Dataset& dataset, const std::vector<std::int64_t>& rows);
    [[nodiscard]] std::vector<std::int64_t> sourceRows(int chunk) const;
    void fetch();
    void take(int chunk, Result<Chunk> read);

    std::shared_ptr<const data::Dataset> m_dataset;
    std::vector<std::string> m_names; ///< of the columns after the row number
    std::optional<data::Part> m_part;
    QString m_error;
    mutable QCache<int, Chunk> m_chunks;
    mutable std::set<int> m_wanted;
    QTimer* m_fetching; ///< gathers what one painting asks for
    Job m_job;
};

} // namespace netwright::session
