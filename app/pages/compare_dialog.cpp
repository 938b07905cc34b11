// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_dialog.hpp"

#include "app/session/text.hpp"
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
#include <QShowEvent>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using network::Change;
using network::NodeId;
using widgets::DifferenceModel;
using widgets::kGrid;

namespace {
    /// "3 layers changed, 1 added, 5 the same": on one canvas.
    QString countsOf(const network::Comparison& comparison, const std::string& block)
    {
        const auto tr = [](const char* text) { return CompareDialog::tr(text); };
        QStringList parts;
        const auto count = [&](Change change, const QString& text) {
            const auto isCounted = [&](const network::LayerDifference& layer) {
                return layer.change == change && layer.block == block;
            };
            if (const auto layers = std::ranges::count_if(comparison.layers, isCounted); layers > 0)
                parts << text.arg(layers);
        };
        count(Change::Changed, tr("%1 changed"));
        count(Change::Added, tr("%1 added"));
        count(Change::Removed, tr("%1 removed"));
        count(Change::Renamed, tr("%1 renamed"));
        count(Change::Same, tr("%1 the same"));
        return parts.join(QStringLiteral(", "));
    }

    std::set<NodeId> nodeOf(const std::optional<NodeId>& id)
    {
        return id ? std::set { *id } : std::set<NodeId>();
    }
} // namespace

CompareDialog::CompareDialog(std::vector<ComparedNetwork> choices, int left, int right, QWidget* parent)
    : QDialog(parent)
    , m_choices(std::move(choices))
    , m_placeTitle(new QLabel(this))
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
    all->setSizes({ 56 * kGrid, 34 * kGrid });
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* swap = buttons->addButton(tr("Swap sides"), QDialogButtonBox::ActionRole);
    swap->setToolTip(tr("Left becomes right: what was added is then removed"));
    connect(swap, &QPushButton::clicked, this, &CompareDialog::swapSides);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makePlaceBar());
    layout->addWidget(all, 1);
    auto* bottom = new QHBoxLayout;
    addZoomButtons(*bottom);
    bottom->addWidget(buttons, 1);
    layout->addLayout(bottom);

    m_pickers[Left]->setCurrentIndex(left);
    m_pickers[Right]->setCurrentIndex(right);
    for (auto* picker : m_pickers)
        connect(picker, &QComboBox::currentIndexChanged, this, &CompareDialog::compareChosen);
    resize(std::min(parent ? parent->width() : 150 * kGrid, 170 * kGrid),
           std::min(parent ? parent->height() : 100 * kGrid, 120 * kGrid));
    compareChosen();
    m_list->setFocus();
}

QWidget* CompareDialog::makePlaceBar()
{
    m_placeBar = new QWidget(this);
    auto* back = new QPushButton(tr("Back to the network"), m_placeBar);
    back->setObjectName(QStringLiteral("backToNetwork"));
    back->setAutoDefault(false);
    connect(back, &QPushButton::clicked, this, [this] { goTo({}); });
    m_placeTitle->setObjectName(QStringLiteral("place"));
    m_placeTitle->setTextFormat(Qt::PlainText); // it has names of files
    m_placeTitle->setFont(widgets::font(widgets::TextRole::Strong));
    auto* layout = new QHBoxLayout(m_placeBar);
    layout->setContentsMargins({});
    layout->addWidget(m_placeTitle, 1);
    layout->addWidget(back);
    return m_placeBar;
}

/// Of both sides.
void CompareDialog::addZoomButtons(QHBoxLayout& row)
{
    using widgets::SideBySide;
    const auto add = [&](const char* iconName, const QString& name, void (SideBySide::*zoom)()) {
        auto* button = new QToolButton(this);
        button->setIcon(widgets::icon(QLatin1String(iconName)));
        button->setToolTip(name);
        button->setAccessibleName(name);
        button->setObjectName(QLatin1String(iconName));
        connect(button, &QToolButton::clicked, m_sides, zoom);
        row.addWidget(button);
    };
    add("zoom-out", tr("Zoom both sides out (-, or Ctrl and the wheel)"), &SideBySide::zoomOut);
    add("zoom-in", tr("Zoom both sides in (+, or Ctrl and the wheel)"), &SideBySide::zoomIn);
    add("zoom-fit", tr("Show all of both sides (F)"), &SideBySide::fitAll);
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
    connect(picture, &widgets::NetworkPicture::nodeActivated, this,
            [this, side](NodeId node) { enter(side, node); });
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
    const int widths[] { 28, 16, 22, 38 };
    for (int column = 0; column < static_cast<int>(std::size(widths)); ++column)
        list->setColumnWidth(column, widths[column] * kGrid);
    list->horizontalHeader()->setStretchLastSection(true);
    connect(list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CompareDialog::selectFromList);
    m_summary->setObjectName(QStringLiteral("comparison"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setFont(widgets::font(widgets::TextRole::Strong));
    m_summary->setWordWrap(true);
    auto* layout = new QVBoxLayout(room);
    layout->setContentsMargins(0, kGrid, 0, 0);
    layout->setSpacing(kGrid);
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
    compare();
    if (isVisible())
        showFirst();
}

void CompareDialog::compare()
{
    const QScopedValueRollback guard(m_isFollowing, true);
    m_comparison = network::compare(chosen(Left).network, chosen(Right).network);
    m_model->setComparison(chosen(Left).network, chosen(Right).network, m_comparison);
    showSummary();
}

/// Analysed once, however often the list leads there.
const ComparedCanvas& CompareDialog::canvas(Side side, const std::string& block)
{
    constexpr std::size_t kMostKept = 16; // each has all definitions of blocks
    const std::pair key(m_pickers[side]->currentIndex(), block);
    if (const auto known = m_canvases.find(key); known != m_canvases.end())
        return known->second;
    if (m_canvases.size() >= kMostKept)
        m_canvases.clear();
    return m_canvases.emplace(key, canvasOf(chosen(side), block)).first->second;
}

void CompareDialog::showPlace(const std::string& block)
{
    m_place = block;
    for (const auto side : { Left, Right }) {
        const auto& drawn = canvas(side, block);
        m_pictures[side]->setNetwork(drawn.network, drawn.analysis);
        showMarks(side);
    }
    m_sides->show(m_pictures[Left]->graph().nodesRect(), m_pictures[Right]->graph().nodesRect(), shift());
    m_placeTitle->setText(titleOf(block));
    m_placeBar->setVisible(!block.empty());
}

/// Not by the list, any row of which may be chosen next.
void CompareDialog::goTo(const std::string& block)
{
    m_list->selectionModel()->clear();
    showPlace(block);
}

/// The person wants to see what is inside, where that is a block.
void CompareDialog::enter(Side side, NodeId node)
{
    const auto* entered = m_pictures[side]->graph().network().find(node);
    if (const auto block = entered ? network::blockName(entered->layer) : std::nullopt)
        goTo(std::string(*block));
}

/// From a layer at the left to the same layer at the right.
QPointF CompareDialog::shift() const
{
    for (const auto& layer : m_comparison.layers) {
        if (layer.block != m_place || !layer.left || !layer.right)
            continue;
        const auto& from = m_pictures[Left]->graph().network().find(*layer.left)->position;
        const auto& to = m_pictures[Right]->graph().network().find(*layer.right)->position;
        return { to.x - from.x, to.y - from.y };
    }
    return {};
}

void CompareDialog::showMarks(Side side)
{
    std::map<NodeId, Change> marks;
    for (const auto& layer : m_comparison.layers) {
        const auto id = side == Left ? layer.left : layer.right;
        if (layer.block == m_place && id)
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
    std::vector<std::string> places; // each canvas, in the order of the list
    for (const auto& layer : m_comparison.layers) {
        if (layer.change != Change::Same && std::ranges::find(places, layer.block) == places.end())
            places.push_back(layer.block);
    }
    QStringList lines;
    for (const auto& place : places)
        lines << QStringLiteral("%1: %2").arg(titleOf(place), countsOf(m_comparison, place));
    m_summary->setText(lines.isEmpty() ? tr("The layers are the same.") : lines.join(u'\n'));
}

QString CompareDialog::titleOf(const std::string& block) const
{
    if (block.empty())
        return tr("Network");
    QStringList uses;
    for (const auto side : { Right, Left }) {
        const auto& network = chosen(side).network;
        for (const auto& node : network.nodes) {
            if (network::blockName(node.layer) == block)
                uses << session::toQt(node.name);
        }
        if (!uses.isEmpty())
            break;
    }
    const auto name = session::toQt(block);
    if (uses.isEmpty())
        return tr("Inside block %1").arg(name);
    return uses.size() == 1 ? tr("Inside block %1, used by %2").arg(name, uses.front())
                            : tr("Inside block %1, used by %2 layers").arg(name).arg(uses.size());
}

void CompareDialog::showFirst()
{
    const bool isSame = m_model->rowCount() == 0;
    const auto layer = isSame ? -1 : m_model->layerOf(0);
    showPlace(layer < 0 ? std::string() : m_comparison.layers[static_cast<std::size_t>(layer)].block);
    if (!isSame)
        m_list->setCurrentIndex(m_model->index(0, 0));
}

// By now the pictures know how large they are.
void CompareDialog::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    if (!event->spontaneous())
        showFirst();
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

void CompareDialog::selectFromPicture(Side side)
{
    const auto nodes = m_pictures[side]->selectedNodes();
    if (m_isFollowing || nodes.empty())
        return;
    const QScopedValueRollback guard(m_isFollowing, true);
    const auto other = side == Left ? Right : Left;
    for (std::size_t i = 0; i < m_comparison.layers.size(); ++i) {
        const auto& layer = m_comparison.layers[i];
        if (layer.block != m_place || nodeOf(side == Left ? layer.left : layer.right) != nodes)
            continue;
        m_pictures[other]->reveal(nodeOf(other == Left ? layer.left : layer.right));
        const auto row = m_model->rowOfLayer(static_cast<int>(i));
        if (row >= 0)
            m_list->selectRow(row);
        else
            m_list->selectionModel()->clear(); // nor is a cell the current one
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
    const auto layer
        = place < 0 ? network::LayerDifference {} : m_comparison.layers[static_cast<std::size_t>(place)];
    if (layer.block != m_place)
        showPlace(layer.block);
    for (const auto side : { Left, Right })
        m_pictures[side]->reveal(nodeOf(side == Left ? layer.left : layer.right));
}

} // namespace netwright::pages
