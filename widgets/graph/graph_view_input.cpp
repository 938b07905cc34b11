// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse does to a GraphView.
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/canvas_hint.hpp"
#include "widgets/graph/canvas_writing.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/key_link.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/move_drag.hpp"
#include "widgets/graph/node_edits.hpp"
#include "widgets/graph/node_focus.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_resize.hpp"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>

#include <algorithm>

namespace netwright::widgets {

using network::NodeId;

void GraphView::mousePressEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    (void)cancelDrag();
    m_isHeld = event->button() != Qt::RightButton; // whose release a menu may take
    m_focus->setMarked(false);
    m_selectedBefore = selection().nodes;
    const bool draws = event->button() == Qt::LeftButton && !pansWith(*event);
    // From afar ports are not drawn, and too small to be meant.
    if (const auto port = draws && zoom() >= kCardScale ? graph().portAt(point) : std::nullopt) {
        m_link = std::make_unique<LinkDrag>(graph(), *port, point);
        return;
    }
    if (draws && pressCanvas(event))
        return;
    EditableCanvas::mousePressEvent(event);
}

void GraphView::mouseMoveEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    if (m_link && !m_isPulled) {
        m_link->moveTo(point);
    } else if (m_resize) {
        m_resize->moveTo(point);
    } else if (m_move) {
        const auto distance = (event->pos() - m_pressedAt).manhattanLength();
        m_isMoving = m_isMoving || distance >= QApplication::startDragDistance();
        if (m_isMoving)
            m_move->moveTo(point);
    } else {
        EditableCanvas::mouseMoveEvent(event);
    }
}

void GraphView::mouseReleaseEvent(QMouseEvent* event)
{
    m_isHeld = false;
    if (m_link && !m_isPulled) {
        m_link->moveTo(mapToScene(event->pos()));
        finishLink(mapToScene(event->pos()));
    } else if (m_resize) {
        const auto note = std::exchange(m_resize, nullptr)->finish();
        commit(edits::withNote(network(), note), tr("Resize note"), selection());
    } else if (m_move && m_isMoving) {
        finishMove();
    } else if (m_move) {
        m_move.reset();
        if (event->modifiers() == Qt::NoModifier) // a click inside a larger selection means the one
            graph().select(m_pressed);
    } else {
        EditableCanvas::mouseReleaseEvent(event);
    }
    placeMinimap();
}

void GraphView::finishLink(QPointF point)
{
    const auto link = m_link->link();
    const auto refusal = m_link->refusal();
    if (!link && refusal.isEmpty() && !graph().nodeAt(point) && !graph().portAt(point)) {
        m_isPulled = true; // stays in sight until a layer is chosen
        emit layerWanted({ .point = point, .after = {}, .pull = m_link->pull() });
        return;
    }
    m_link.reset();
    makeLink(link, refusal);
}

void GraphView::makeLink(const std::optional<network::Link>& link, const QString& refusal)
{
    if (!refusal.isEmpty())
        emit refused(refusal);
    if (!link)
        return;
    commit(edits::connected(network(), *link),
           tr("Connect %1 to %2")
               .arg(QString::fromStdString(network().find(link->from.node)->name),
                    QString::fromStdString(network().find(link->to.node)->name)));
}

void GraphView::dropPull()
{
    if (std::exchange(m_isPulled, false))
        m_link.reset();
}

void GraphView::finishMove()
{
    const auto what = m_move->what();
    const auto target = m_move->target();
    const auto offset = m_move->finish();
    m_move.reset();
    auto after = edits::moved(network(), what, offset.x(), offset.y());
    if (target)
        commit(edits::inserted(std::move(after), *what.nodes.begin(), *target),
               tr("Put %1 on a link").arg(describe(what)), what);
    else
        commit(after, tr("Move %1").arg(describe(what)));
}

bool GraphView::cancelDrag()
{
    const bool wasDragging = m_link || m_move || m_resize || m_keyLink;
    m_link.reset();
    m_isPulled = false;
    m_keyLink.reset();
    hint().hide();
    if (const auto resize = std::exchange(m_resize, nullptr))
        (void)resize->finish();
    if (const auto move = std::exchange(m_move, nullptr))
        (void)move->finish();
    return wasDragging;
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    if (const auto* node = graph().nodeAt(point))
        emit activated(node->id());
    else if (event->button() == Qt::LeftButton && !m_writing->editAt(point))
        emit layerWanted(
            { .point = point,
              .after = m_selectedBefore.size() == 1 ? std::optional(*m_selectedBefore.begin()) : std::nullopt,
              .pull = {} });
}

void GraphView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const auto target = targetAt(mapToScene(event->pos()));
        if (target && !contains(selection(), target->what))
            graph().select(target->what);
    }
    QMenu menu;
    menu.addActions(actions());
    if (!menu.isEmpty())
        menu.exec(event->globalPos());
}

void GraphView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(kLayerMime))
        event->acceptProposedAction();
}

} // namespace netwright::widgets
