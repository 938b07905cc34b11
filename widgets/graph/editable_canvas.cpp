// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/editable_canvas.hpp"

#include "widgets/graph/clipboard.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/glide.hpp"
#include "widgets/graph/node_item.hpp"

#include <QApplication>
#include <QClipboard>

#include <utility>

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

EditableCanvas::EditableCanvas(QWidget* parent)
    : GraphCanvas(parent)
{
}

EditableCanvas::~EditableCanvas() = default;

void EditableCanvas::showEdited(const Network& network, std::shared_ptr<const network::Analysis> analysis)
{
    m_glide.reset();
    showNetwork(network, std::move(analysis));
    if (const auto next = std::exchange(m_nextSelection, std::nullopt))
        select(*next);
}

void EditableCanvas::commit(const Network& after, const QString& what, std::optional<Selection> next,
                            int mergeKey)
{
    if (after == network())
        return;
    m_nextSelection = std::move(next);
    emit edited(after, what, mergeKey);
}

QString EditableCanvas::describeNodes(const std::set<NodeId>& nodes) const
{
    const auto* only = nodes.size() == 1 ? network().find(*nodes.begin()) : nullptr;
    return only ? QString::fromStdString(only->name) : tr("%1 layers").arg(nodes.size());
}

QString EditableCanvas::describe(const Selection& selection) const
{
    if (!selection.nodes.empty())
        return describeNodes(selection.nodes);
    if (!selection.notes.empty())
        return selection.notes.size() == 1 ? tr("note") : tr("%1 notes").arg(selection.notes.size());
    return selection.links.size() == 1 ? tr("link") : tr("%1 links").arg(selection.links.size());
}

QPointF EditableCanvas::middle() const { return onGrid(mapToScene(viewport()->rect().center())); }

QPointF EditableCanvas::onGrid(QPointF point) const
{
    return m_isSnapping ? geometry::snapped(point) : QPointF(point.toPoint());
}

void EditableCanvas::setSnapping(bool isSnapping)
{
    m_isSnapping = isSnapping;
    setGridShown(isSnapping);
}

void EditableCanvas::addLayer(const QString& layer)
{
    const auto nodes = selection().nodes;
    if (nodes.size() != 1) {
        addLayerAt(layer, middle());
        return;
    }
    const auto [after, added] = edits::placedBelow(network(), layer.toStdString(), *nodes.begin());
    commit(after, tr("Add %1").arg(QString::fromStdString(after.find(*added.begin())->name)),
           Selection { .nodes = added, .links = {} });
    if (const auto* item = graph().item(*added.begin()))
        bringIntoSight(item->place());
}

void EditableCanvas::addLayerAt(const QString& layer, QPointF point)
{
    const auto place = onGrid(point);
    const auto [after, added] = edits::placed(network(), layer.toStdString(), { place.x(), place.y() });
    commit(after, tr("Add %1").arg(QString::fromStdString(after.find(*added.begin())->name)),
           Selection { .nodes = added, .links = {} });
}

void EditableCanvas::removeSelection()
{
    const auto gone = selection();
    commit(edits::without(network(), gone), tr("Delete %1").arg(describe(gone)));
}

void EditableCanvas::copySelection()
{
    if (const auto chosen = selection(); !chosen.nodes.empty() || !chosen.notes.empty())
        QApplication::clipboard()->setText(clipboard::toText(edits::subset(network(), chosen)));
}

void EditableCanvas::cutSelection()
{
    auto gone = selection();
    gone.links.clear();
    copySelection();
    commit(edits::without(network(), gone), tr("Cut %1").arg(describe(gone)));
}

void EditableCanvas::paste()
{
    const auto part = clipboard::fromText(QApplication::clipboard()->text());
    if (!part) {
        emit refused(QString::fromStdString(part.error().text()));
        return;
    }
    insert(*part, onGrid(middle() - originOf(*part)), tr("Paste %1"));
}

void EditableCanvas::duplicateSelection()
{
    const auto part = edits::subset(network(), selection());
    insert(part, { geometry::kNodeWidth + geometry::kGap, 0 }, tr("Duplicate %1"));
}

void EditableCanvas::addPart(const Network& part, std::optional<QPointF> point, const QString& what)
{
    insert(part, onGrid(point.value_or(middle()) - originOf(part)), what);
}

void EditableCanvas::insert(const Network& part, QPointF offset, const QString& what)
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

void EditableCanvas::connectSelection()
{
    const auto nodes = selection().nodes;
    commit(edits::chained(network(), nodes), tr("Connect %1").arg(describeNodes(nodes)), selection());
}

void EditableCanvas::selectAll()
{
    Selection all;
    for (const auto& node : network().nodes)
        all.nodes.insert(node.id);
    for (const auto& note : network().notes)
        all.notes.insert(note.id);
    graph().select(all);
}

void EditableCanvas::nudge(int dx, int dy)
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
