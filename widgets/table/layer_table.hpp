// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/table/layer_table_model.hpp"
#include "widgets/view/data_table.hpp"

#include <functional>
#include <optional>
#include <set>

class QSortFilterProxyModel;

namespace netwright::widgets {

/// The layers of a network in a table that can be sorted. Selecting rows and choosing one is told; what
/// select() selects is not.
class LayerTable : public DataTable {
    Q_OBJECT

public:
    explicit LayerTable(QWidget* parent = nullptr);

    void setLayers(std::vector<network::ListedLayer> layers);
    [[nodiscard]] const LayerTableModel& layers() const { return *m_model; }
    [[nodiscard]] std::set<network::NodePath> selectedPaths() const;
    /// Selects every row whose path is wanted, and scrolls to the first.
    void select(const std::function<bool(const network::NodePath&)>& isWanted);
    /// As they stand, sorted.
    [[nodiscard]] std::vector<network::ListedLayer> shownLayers() const;

signals:
    void selectionMade(); ///< by the person
    /// Double click or Enter.
    void chosen(const netwright::network::NodePath& path);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void choose(const QModelIndex& index);
    void fitColumns(int room);

    LayerTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    bool m_isSelecting = false;
    std::optional<bool> m_isNarrow; ///< nothing: not fitted yet
};

} // namespace netwright::widgets
