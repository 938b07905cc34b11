// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/graph_view.hpp"

#include "widgets/graph/canvas_hint.hpp"
#include "widgets/graph/clipboard.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/glide.hpp"
#include "widgets/graph/graph_accessible.hpp"
#include "widgets/graph/heat_legend.hpp"
#include "widgets/graph/key_link.hpp"
#include "widgets/graph/minimap.hpp"
#include "widgets/graph/move_drag.hpp"
#include "widgets/graph/node_focus.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_resize.hpp"
#include "widgets/graph/problem_bubbles.hpp"
#include "widgets/graph/text_overlay.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QClipboard>

namespace netwright::widgets {

using network::Network;
using network::NodeId;

namespace {
    QPointF toPoint(network::Position position) { return { position.x, position.y }; }

    /// Where the first of it stands, so that a copy lands on the grid.
    QPointF originOf(const Network& part)
    {
        if (!part.nodes.empty())
            return toPoint(part.nodes.front().position);
        return part.notes.empty() ? QPointF() : toPoint(part.notes.front().position);
    }
} // namespace

GraphView::GraphView(QWidget* parent)
    : PanZoomView(parent)
    , m_scene(new GraphScene(this))
    , m_bubbles(new ProblemBubbles(*this))
    , m_focus(std::make_unique<NodeFocus>(*m_scene))
    , m_hint(new CanvasHint(viewport()))
    , m_minimap(new Minimap(*this, *m_scene))
    , m_legend(new HeatLegend(this))
{
    setScene(m_scene);
    setAcceptDrops(true);
    setMouseTracking(true);
    setAccessibleName(tr("Network"));
    setEmptyText(tr("An empty network"),
                 tr("Press Tab or double click here to add a layer, or drag one here from the palette."));
    connect(this, &GraphView::focusMoved, this, [this](NodeId node) { announceFocus(*this, node); });
    connect(m_scene, &QGraphicsScene::selectionChanged, this, &GraphView::announceSelection);
    // From afar items are not painted one by one, and do not know what part of the view shows them.
    connect(this, &PanZoomView::zoomChanged, this,
            [this] { setViewportUpdateMode(isFar() ? FullViewportUpdate : SmartViewportUpdate); });
    makeAccessible(*this);
}

// The scene is a QObject child, and goes after this body: what it still has to say must not reach a half-dead
// view.
GraphView::~GraphView()
{
    m_glide.reset();
    (void)cancelDrag();
    m_focus.reset();
    m_scene->disconnect(this);
}

void GraphView::setNetwork(const Network& network, const network::Analysis& analysis)
{
    (void)cancelDrag();
    if (m_writing)
        m_writing->discard(); // what it stands over may be gone
    m_glide.reset();
    if (network.nodes.empty() != m_scene->network().nodes.empty())
        viewport()->update(); // the text of the empty canvas
    m_scene->setNetwork(network, analysis);
    setContentRect(m_scene->nodesRect());
    setBeginning(network.flow == network::Flow::Down ? Qt::TopEdge : Qt::LeftEdge);
    showHeat();
    if (const auto next = std::exchange(m_nextSelection, std::nullopt))
        m_scene->select(*next);
    m_focus->follow();
    m_bubbles->place();
    emit networkShown();
}

void GraphView::announceSelection()
{
    m_focus->follow();
    const auto nodes = selection().nodes;
    const bool isOne = nodes.size() == 1;
    setAccessibleDescription(isOne ? spokenName(*this, *nodes.begin())
                                   : tr("%1 layers selected").arg(nodes.size()));
    if (isOne && hasFocus())
        emit focusMoved(*nodes.begin());
    emit selectionChanged();
}

void GraphView::reveal(NodeId node)
{
    const auto* item = m_scene->item(node);
    if (!item)
        return;
    m_scene->select({ .nodes = { node }, .links = {} });
    bringIntoSight(item->place());
}

void GraphView::setEmptyText(const QString& title, const QString& text)
{
    m_emptyTitle = title;
    m_emptyText = text;
    viewport()->update();
}

void GraphView::commit(const Network& after, const QString& what, std::optional<Selection> next, int mergeKey)
{
    if (after == network())
        return;
    m_nextSelection = std::move(next);
    emit edited(after, what, mergeKey);
}

QString GraphView::describeNodes(const std::set<NodeId>& nodes) const
{
    const auto* only = nodes.size() == 1 ? network().find(*nodes.begin()) : nullptr;
    return only ? QString::fromStdString(only->name) : tr("%1 layers").arg(nodes.size());
}

QString GraphView::describe(const Selection& selection) const
{
    if (!selection.nodes.empty())
        return describeNodes(selection.nodes);
    if (!selection.notes.empty())
        return selection.notes.size() == 1 ? tr("note") : tr("%1 notes").arg(selection.notes.size());
    return selection.links.size() == 1 ? tr("link") : tr("%1 links").arg(selection.links.size());
}

QPointF GraphView::middle() const { return onGrid(mapToScene(viewport()->rect().center())); }

QPointF GraphView::onGrid(QPointF point) const
{
    return m_isSnapping ? geometry::snapped(point) : QPointF(point.toPoint());
}

void GraphView::setSnapping(bool isSnapping)
{
    m_isSnapping = isSnapping;
    setGridShown(isSnapping);
}

void GraphView::addLayer(const QString& layer)
{
    const auto nodes = selection().nodes;
    if (nodes.size() != 1) {
        addLayerAt(layer, middle());
        return;
    }
    const auto [after, added] = edits::placedBelow(network(), layer.toStdString(), *nodes.begin());
    commit(after, tr("Add %1").arg(QString::fromStdString(after.find(*added.begin())->name)),
           Selection { .nodes = added, .links = {} });
    if (const auto* item = m_scene->item(*added.begin()))
        bringIntoSight(item->place());
}

void GraphView::addLayerAt(const QString& layer, QPointF point)
{
    const auto place = onGrid(point);
    const auto [after, added] = edits::placed(network(), layer.toStdString(), { place.x(), place.y() });
    commit(after, tr("Add %1").arg(QString::fromStdString(after.find(*added.begin())->name)),
           Selection { .nodes = added, .links = {} });
}

void GraphView::removeSelection()
{
    const auto gone = selection();
    commit(edits::without(network(), gone), tr("Delete %1").arg(describe(gone)));
}

void GraphView::copySelection()
{
    if (const auto chosen = selection(); !chosen.nodes.empty() || !chosen.notes.empty())
        QApplication::clipboard()->setText(clipboard::toText(edits::subset(network(), chosen)));
}

void GraphView::cutSelection()
{
    auto gone = selection();
    gone.links.clear();
    copySelection();
    commit(edits::without(network(), gone), tr("Cut %1").arg(describe(gone)));
}

void GraphView::paste()
{
    const auto part = clipboard::fromText(QApplication::clipboard()->text());
    if (!part) {
        emit refused(QString::fromStdString(part.error().text()));
        return;
    }
    insert(*part, onGrid(middle() - originOf(*part)), tr("Paste %1"));
}

void GraphView::duplicateSelection()
{
    const auto part = edits::subset(network(), selection());
    insert(part, { geometry::kNodeWidth + geometry::kGap, 0 }, tr("Duplicate %1"));
}

void GraphView::addPart(const Network& part, std::optional<QPointF> point, const QString& what)
{
    insert(part, onGrid(point.value_or(middle()) - originOf(part)), what);
}

void GraphView::insert(const Network& part, QPointF offset, const QString& what)
{
    Selection copied { .nodes = {}, .links = {} };
    for (const auto& note : part.notes)
        copied.notes.insert(note.id);
    const auto name = part.nodes.size() == 1 ? QString::fromStdString(part.nodes.front().name)
        : part.nodes.empty()                 ? describe(copied)
                                             : tr("%1 layers").arg(part.nodes.size());
    const auto [after, added] = edits::pasted(network(), part, offset.x(), offset.y());
    commit(after, what.arg(name), added);
}

void GraphView::connectSelection()
{
    const auto nodes = selection().nodes;
    commit(edits::chained(network(), nodes), tr("Connect %1").arg(describeNodes(nodes)), selection());
}

void GraphView::fitSelection()
{
    QRectF rect;
    for (const auto id : selection().nodes)
        rect |= m_scene->item(id)->place();
    fit(rect.isEmpty() ? m_scene->nodesRect() : rect);
}

void GraphView::selectAll()
{
    Selection all;
    for (const auto& node : network().nodes)
        all.nodes.insert(node.id);
    for (const auto& note : network().notes)
        all.notes.insert(note.id);
    m_scene->select(all);
}

void GraphView::nudge(int dx, int dy)
{
    const auto chosen = selection();
    const auto first = chosen.nodes.empty() ? chosen.notes.begin()->value : chosen.nodes.begin()->value;
    const double step = m_isSnapping ? geometry::kSnap : 1;
    // One walk with the arrow keys is one entry of the history.
    const auto key = static_cast<int>(qHash(first, chosen.nodes.size() + chosen.notes.size()) & 0x7fffffffU);
    commit(edits::moved(network(), chosen, dx * step, dy * step), tr("Move %1").arg(describe(chosen)), {},
           key);
}

} // namespace netwright::widgets
