// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_dialog.hpp"

#include "core/network/analysis.hpp"
#include "core/network/block.hpp"
#include "widgets/compare/difference_model.hpp"
#include "widgets/compare/network_picture.hpp"
#include "widgets/compare/side_by_side.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/data_table.hpp"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using network::Change;
using network::NodeId;
using widgets::DifferenceModel;
using widgets::kGrid;

CompareDialog::CompareDialog(std::vector<ComparedNetwork> choices, int left, int right, QWidget* parent)
    : QDialog(parent)
    , m_choices(std::move(choices))
    , m_summary(new QLabel(this))
    , m_model(new DifferenceModel(this))
{
    setWindowTitle(tr("Compare networks"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    auto* sides = new QSplitter(this);
    sides->setChildrenCollapsible(false);
    sides->addWidget(makePane(Left));
    sides->addWidget(makePane(Right));
    m_sides = new widgets::SideBySide(*m_pictures[Left], *m_pictures[Right], this);
    auto* all = new QSplitter(Qt::Vertical, this);
    all->setChildrenCollapsible(false);
    all->setProperty("gap", true);
    all->addWidget(sides);
    all->addWidget(makeList());
    all->setStretchFactor(0, 1);
    all->setSizes({ 60 * kGrid, 26 * kGrid });
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* swap = buttons->addButton(tr("Swap sides"), QDialogButtonBox::ActionRole);
    swap->setToolTip(tr("Left becomes right: what was added is then removed"));
    connect(swap, &QPushButton::clicked, this, &CompareDialog::swapSides);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(all, 1);
    layout->addWidget(buttons);

    m_pickers[Left]->setCurrentIndex(left);
    m_pickers[Right]->setCurrentIndex(right);
    for (auto* picker : m_pickers)
        connect(picker, &QComboBox::currentIndexChanged, this, &CompareDialog::compareChosen);
    resize(std::min(parent ? parent->width() : 150 * kGrid, 170 * kGrid),
           std::min(parent ? parent->height() : 100 * kGrid, 120 * kGrid));
    compareChosen();
    m_list->setFocus();
}

QWidget* CompareDialog::makePane(Side side)
{
    auto* pane = new QWidget(this);
    auto* picker = m_pickers[side] = new QComboBox(pane);
    auto* picture = m_pictures[side] = new widgets::NetworkPicture(pane);
    for (const auto& choice : m_choices)
        picker->addItem(choice.title);
    picker->setObjectName(side == Left ? QStringLiteral("leftNetwork") : QStringLiteral("rightNetwork"));
    picker->setAccessibleName(side == Left ? tr("Network on the left") : tr("Network on the right"));
    picker->setToolTip(side == Left ? tr("What it was") : tr("What it is"));
    picture->setObjectName(side == Left ? QStringLiteral("leftPicture") : QStringLiteral("rightPicture"));
    picture->setAccessibleName(side == Left ? tr("Picture on the left") : tr("Picture on the right"));
    picture->setMinimumSize(24 * kGrid, 20 * kGrid);
    connect(picture, &widgets::NetworkPicture::nodesSelected, this,
            [this, side] { selectFromPicture(side); });
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(side == Left ? 0 : kGrid / 2, 0, side == Left ? kGrid / 2 : 0, 0);
    layout->addWidget(picker);
    layout->addWidget(picture, 1);
    return pane;
}

QWidget* CompareDialog::makeList()
{
    auto* room = new QWidget(this);
    auto* list = new widgets::DataTable(room);
    m_list = list;
    list->setObjectName(QStringLiteral("differences"));
    list->setAccessibleName(tr("Differences"));
    list->setModel(m_model);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    list->setMinimumHeight(14 * kGrid);
    const int widths[] { 24, 14, 18, 28 };
    for (int column = 0; column < static_cast<int>(std::size(widths)); ++column)
        list->setColumnWidth(column, widths[column] * kGrid);
    connect(list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CompareDialog::selectFromList);
    m_summary->setObjectName(QStringLiteral("comparison"));
    m_summary->setFont(widgets::font(widgets::TextRole::Strong));
    auto* layout = new QVBoxLayout(room);
    layout->setContentsMargins({});
    layout->addWidget(m_summary);
    layout->addWidget(list, 1);
    return room;
}

const ComparedNetwork& CompareDialog::chosen(Side side) const
{
    return m_choices.at(static_cast<std::size_t>(m_pickers[side]->currentIndex()));
}

void CompareDialog::compareChosen()
{
    const QScopedValueRollback guard(m_isFollowing, true);
    m_comparison = network::compare(chosen(Left).network, chosen(Right).network);
    for (const auto side : { Left, Right }) {
        const auto& [title, network, columns] = chosen(side);
        m_pictures[side]->setNetwork(network, network::analyse(network, columns ? &*columns : nullptr));
        showMarks(side);
    }
    m_sides->show(m_pictures[Left]->graph().nodesRect(), m_pictures[Right]->graph().nodesRect(), shift());
    m_model->setComparison(chosen(Left).network, chosen(Right).network, m_comparison);
    showSummary();
}

/// From a layer at the left to the same layer at the right.
QPointF CompareDialog::shift() const
{
    for (const auto& layer : m_comparison.layers) {
        if (!layer.block.empty() || !layer.left || !layer.right)
            continue;
        const auto& from = chosen(Left).network.find(*layer.left)->position;
        const auto& to = chosen(Right).network.find(*layer.right)->position;
        return { to.x - from.x, to.y - from.y };
    }
    return {};
}

void CompareDialog::showMarks(Side side)
{
    std::map<NodeId, Change> marks;
    for (const auto& layer : m_comparison.layers) {
        const auto id = side == Left ? layer.left : layer.right;
        if (layer.block.empty() && id)
            marks.emplace(*id, layer.change);
    }
    m_pictures[side]->setMarks(marks);
}

void CompareDialog::showSummary()
{
    if (m_comparison.isSame()) {
        m_summary->setText(tr("Both compute the same: there is no difference."));
        return;
    }
    QStringList parts;
    const auto count = [&](Change change, const QString& text) {
        if (const auto layers = m_comparison.count(change); layers > 0)
            parts << text.arg(layers);
    };
    count(Change::Changed, tr("%1 changed"));
    count(Change::Added, tr("%1 added"));
    count(Change::Removed, tr("%1 removed"));
    count(Change::Same, tr("%1 the same"));
    m_summary->setText(tr("Layers: %1").arg(parts.join(QStringLiteral(", "))));
}

void CompareDialog::swapSides()
{
    const auto left = m_pickers[Left]->currentIndex();
    const auto right = m_pickers[Right]->currentIndex();
    {
        const QSignalBlocker blocker(m_pickers[Left]);
        m_pickers[Left]->setCurrentIndex(right);
    }
    const QSignalBlocker blocker(m_pickers[Right]);
    m_pickers[Right]->setCurrentIndex(left);
    compareChosen();
}

std::set<NodeId> CompareDialog::nodesOf(const network::LayerDifference& layer, Side side) const
{
    const auto id = side == Left ? layer.left : layer.right;
    if (layer.block.empty())
        return id ? std::set { *id } : std::set<NodeId>();
    std::set<NodeId> uses;
    const auto& network = chosen(side).network;
    for (const auto& node : network.nodes) {
        const auto used = network::blockName(node.layer);
        if (used && network.block(*used) && network::uses(network, *used, layer.block))
            uses.insert(node.id);
    }
    return uses;
}

void CompareDialog::selectFromPicture(Side side)
{
    const auto nodes = m_pictures[side]->selectedNodes();
    if (m_isFollowing || nodes.empty())
        return;
    const QScopedValueRollback guard(m_isFollowing, true);
    const auto other = side == Left ? Right : Left;
    for (std::size_t i = 0; i < m_comparison.layers.size(); ++i) {
        const auto& layer = m_comparison.layers[i];
        if (nodesOf(layer, side) != nodes || !layer.block.empty())
            continue;
        m_pictures[other]->reveal(nodesOf(layer, other));
        const auto row = m_model->rowOfLayer(static_cast<int>(i));
        if (row >= 0)
            m_list->selectRow(row);
        else
            m_list->clearSelection();
        return;
    }
}

void CompareDialog::selectFromList()
{
    const auto rows = m_list->selectionModel()->selectedRows();
    if (m_isFollowing || rows.isEmpty())
        return;
    const QScopedValueRollback guard(m_isFollowing, true);
    const auto place = m_model->layerOf(rows.front().row());
    for (const auto side : { Left, Right })
        m_pictures[side]->reveal(place < 0
                                     ? std::set<NodeId>()
                                     : nodesOf(m_comparison.layers[static_cast<std::size_t>(place)], side));
}

} // namespace netwright::pages
