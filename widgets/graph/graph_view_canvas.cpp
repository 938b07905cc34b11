// SPDX-License-Identifier: GPL-3.0-or-later
// What a GraphView does to what is pressed, written on and dropped on its canvas.
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/group_item.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/link_target.hpp"
#include "widgets/graph/move_drag.hpp"
#include "widgets/graph/node_edits.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_item.hpp"
#include "widgets/graph/note_resize.hpp"

#include "core/network/block.hpp"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QMouseEvent>

#include <algorithm>

namespace netwright::widgets {

std::optional<GraphView::Target> GraphView::targetAt(QPointF point) const
{
    if (const auto* node = graph().nodeAt(point))
        return Target { { .nodes = { node->id() }, .links = {} }, node->pos() };
    const auto& annotations = graph().annotations();
    if (const auto* note = annotations.noteAt(point))
        return Target { { .nodes = {}, .links = {}, .notes = { note->id() } }, note->pos() };
    if (const auto* group = annotations.groupAt(point)) {
        const auto& nodes = group->group().nodes;
        const auto& first = network().find(*nodes.begin())->position;
        return Target { { .nodes = nodes, .links = {} }, { first.x, first.y } };
    }
    return std::nullopt;
}

bool GraphView::contains(const Selection& all, const Selection& part)
{
    return std::ranges::includes(all.nodes, part.nodes) && std::ranges::includes(all.notes, part.notes);
}

bool GraphView::pressCanvas(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    const auto target = targetAt(point);
    if (!target)
        return false;
    const auto snap = [this](QPointF place) { return onGrid(place); };
    if (const auto* note = target->what.notes.empty() ? nullptr : graph().annotations().noteAt(point);
        note && note->isAtCorner(point)) {
        graph().select(target->what);
        m_resize = std::make_unique<NoteResize>(graph(), note->note(), point, snap);
        return true;
    }
    press(target->what, target->home, event);
    return true;
}

void GraphView::press(const Selection& target, QPointF home, QMouseEvent* event)
{
    auto wanted = selection();
    const bool isSelected = contains(wanted, target);
    if (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) {
        for (const auto id : target.nodes)
            isSelected ? void(wanted.nodes.erase(id)) : void(wanted.nodes.insert(id));
        for (const auto id : target.notes)
            isSelected ? void(wanted.notes.erase(id)) : void(wanted.notes.insert(id));
    } else if (!isSelected) {
        wanted = target;
    }
    graph().select(wanted);
    m_pressed = target;
    m_pressedAt = event->pos();
    m_isMoving = false;
    if (contains(wanted, target))
        m_move = std::make_unique<MoveDrag>(graph(), home, mapToScene(event->pos()),
                                            [this](QPointF place) { return onGrid(place); });
}

void GraphView::aimDrop(const QMimeData& mime, QPointF point)
{
    const auto layer = QString::fromUtf8(mime.data(kLayerMime)).toStdString();
    const auto aimed = linkUnder(graph(), point, layer);
    showTarget(graph(), std::exchange(m_dropTarget, aimed), aimed);
}

void GraphView::dragMoveEvent(QDragMoveEvent* event)
{
    if (!event->mimeData()->hasFormat(kLayerMime))
        return;
    event->acceptProposedAction();
    aimDrop(*event->mimeData(), mapToScene(event->position().toPoint()));
}

void GraphView::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    showTarget(graph(), std::exchange(m_dropTarget, std::nullopt), std::nullopt);
}

void GraphView::dropEvent(QDropEvent* event)
{
    const auto layer = QString::fromUtf8(event->mimeData()->data(kLayerMime));
    event->acceptProposedAction();
    const auto point = mapToScene(event->position().toPoint());
    emit layerDropped(layer);
    if (!network::kindOf(network(), layer.toStdString())) {
        emit strangerDropped(layer, point);
        return;
    }
    aimDrop(*event->mimeData(), point);
    if (const auto target = std::exchange(m_dropTarget, std::nullopt)) {
        showTarget(graph(), target, std::nullopt);
        const auto place = onGrid(point);
        auto after = network();
        const auto id = after.add(layer.toStdString(), { place.x(), place.y() });
        const auto name = QString::fromStdString(after.find(id)->name);
        commit(edits::inserted(std::move(after), id, *target), tr("Put %1 on a link").arg(name),
               Selection { .nodes = { id }, .links = {} });
    } else {
        addLayerAt(layer, point);
    }
    setFocus(Qt::MouseFocusReason);
}

} // namespace netwright::widgets
