// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/table/layer_table.hpp"

#include "widgets/table/share_delegate.hpp"
#include "widgets/theme.hpp"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>

#include <algorithm>
#include <utility>

namespace netwright::widgets {

namespace {
    constexpr int kRoomForKinds = 84 * kGrid;
    constexpr int kLeastName = 18 * kGrid; ///< of the names of layers, which tell the rows apart
    /// Of the columns, in steps of the grid; names take what is left.
    constexpr int kWide[] { 5, 18, 20, 14, 12, 14, 10 };
    constexpr int kNarrow[] { 4, 18, 0, 12, 12, 14, 9 };
} // namespace

LayerTable::LayerTable(QWidget* parent)
    : DataTable(parent)
    , m_model(new LayerTableModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
{
    setAccessibleName(tr("Table of layers"));
    setFrameShape(NoFrame);
    setIconSize({ 2 * kGrid, 2 * kGrid });
    setSelectionMode(ExtendedSelection);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(LayerTableModel::SortRole);
    m_sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    setModel(m_sorted);
    setSortingEnabled(true);
    sortByColumn(LayerTableModel::Order, Qt::AscendingOrder);
    verticalHeader()->setDefaultSectionSize(3 * kGrid + kGrid / 2);
    setMinimumHeight(6 * verticalHeader()->defaultSectionSize());
    horizontalHeader()->setStretchLastSection(false);
    fitColumns(kRoomForKinds);
    auto* bars = new ShareDelegate(this);
    for (const int column :
         { LayerTableModel::Parameters, LayerTableModel::MultiplyAdds, LayerTableModel::Memory })
        setItemDelegateForColumn(column, bars);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_isSelecting)
            emit selectionMade();
    });
    connect(this, &QTableView::doubleClicked, this, &LayerTable::choose);
}

void LayerTable::setLayers(std::vector<network::ListedLayer> layers)
{
    const QScopedValueRollback guard(m_isSelecting, true); // rows that vanish take their selection along
    m_model->setLayers(std::move(layers));
}

std::set<network::NodePath> LayerTable::selectedPaths() const
{
    std::set<network::NodePath> paths;
    for (const auto& index : selectionModel()->selectedRows())
        paths.insert(m_model->layer(m_sorted->mapToSource(index).row()).path);
    return paths;
}

void LayerTable::select(const std::function<bool(const network::NodePath&)>& isWanted)
{
    QItemSelection wanted;
    QModelIndex first;
    int begin = -1; // of rows that follow each other and are wanted
    for (int row = 0; row <= m_sorted->rowCount(); ++row) {
        const auto index = m_sorted->index(row, LayerTableModel::Layer);
        const bool isOne
            = index.isValid() && isWanted(m_model->layer(m_sorted->mapToSource(index).row()).path);
        if (isOne && begin < 0)
            begin = row;
        if (isOne && !first.isValid())
            first = index;
        if (!isOne && begin >= 0)
            wanted.append(QItemSelectionRange(m_sorted->index(std::exchange(begin, -1), 0),
                                              m_sorted->index(row - 1, LayerTableModel::ColumnCount - 1)));
    }
    const QScopedValueRollback guard(m_isSelecting, true);
    if (first.isValid())
        selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    selectionModel()->select(wanted, QItemSelectionModel::ClearAndSelect);
    if (first.isValid())
        scrollTo(first);
}

std::vector<network::ListedLayer> LayerTable::shownLayers() const
{
    std::vector<network::ListedLayer> layers;
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        layers.push_back(m_model->layer(m_sorted->mapToSource(m_sorted->index(row, 0)).row()));
    return layers;
}

void LayerTable::choose(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const auto path
        = m_model->layer(m_sorted->mapToSource(index).row()).path; // the rows may change meanwhile
    emit chosen(path);
}

void LayerTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        choose(currentIndex());
    else
        DataTable::keyPressEvent(event);
}

/// The icon and the tool tip of a layer say its kind, too. Where even names at their least do not fit beside
/// the figures, the figures are what is scrolled to.
void LayerTable::fitColumns(int room)
{
    const bool isNarrow = room < kRoomForKinds;
    if (isNarrow != m_isNarrow) { // otherwise the person's own widths stay
        m_isNarrow = isNarrow;
        setColumnHidden(LayerTableModel::Kind, isNarrow);
        for (int column = 0; column < LayerTableModel::ColumnCount; ++column) {
            if (column != LayerTableModel::Layer && !isColumnHidden(column))
                setColumnWidth(column, (isNarrow ? kNarrow : kWide)[column] * kGrid);
        }
    }
    const auto others = horizontalHeader()->length() - columnWidth(LayerTableModel::Layer);
    setColumnWidth(LayerTableModel::Layer, std::max(kLeastName, room - others));
}

void LayerTable::resizeEvent(QResizeEvent* event)
{
    fitColumns(event->size().width());
    DataTable::resizeEvent(event);
}

void LayerTable::paintEvent(QPaintEvent* event)
{
    DataTable::paintEvent(event);
    if (m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(colour(Meaning::Quiet));
    painter.drawText(viewport()->rect().adjusted(2 * kGrid, kGrid, -2 * kGrid, -kGrid),
                     Qt::AlignLeft | Qt::AlignTop, tr("No layers yet."));
}

} // namespace netwright::widgets
