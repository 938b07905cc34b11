// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse and the keyboard do to a GraphView.
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/link_drag.hpp"
#include "widgets/graph/move_drag.hpp"
#include "widgets/graph/node_edits.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_resize.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace netwright::widgets {

using network::NodeId;

void GraphView::mousePressEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    const bool draws = event->button() == Qt::LeftButton && !pansWith(*event);
    // From afar ports are not drawn, and too small to be meant.
    if (const auto port = draws && zoom() >= kTextScale ? m_scene->portAt(point) : std::nullopt) {
        m_link = std::make_unique<LinkDrag>(*m_scene, *port, point);
        return;
    }
    if (draws && pressCanvas(event))
        return;
    PanZoomView::mousePressEvent(event);
}

void GraphView::mouseMoveEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    if (m_link) {
        m_link->moveTo(point);
    } else if (m_resize) {
        m_resize->moveTo(point);
    } else if (m_move) {
        const auto distance = (event->pos() - m_pressedAt).manhattanLength();
        m_isMoving = m_isMoving || distance >= QApplication::startDragDistance();
        if (m_isMoving)
            m_move->moveTo(point);
    } else {
        PanZoomView::mouseMoveEvent(event);
    }
}

void GraphView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_link) {
        m_link->moveTo(mapToScene(event->pos()));
        finishLink();
    } else if (m_resize) {
        const auto note = std::exchange(m_resize, nullptr)->finish();
        commit(edits::withNote(network(), note), tr("Resize note"), selection());
    } else if (m_move && m_isMoving) {
        finishMove();
    } else if (m_move) {
        m_move.reset();
        if (event->modifiers() == Qt::NoModifier) // a click inside a larger selection means the one
            m_scene->select(m_pressed);
    } else {
        PanZoomView::mouseReleaseEvent(event);
    }
}

void GraphView::finishLink()
{
    const auto link = m_link->link();
    const auto refusal = m_link->refusal();
    m_link.reset();
    if (!refusal.isEmpty())
        emit refused(refusal);
    if (!link)
        return;
    commit(edits::connected(network(), *link),
           tr("Connect %1 to %2")
               .arg(QString::fromStdString(network().find(link->from.node)->name),
                    QString::fromStdString(network().find(link->to.node)->name)));
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
    const bool wasDragging = m_link || m_move || m_resize;
    m_link.reset();
    if (const auto resize = std::exchange(m_resize, nullptr))
        (void)resize->finish();
    if (const auto move = std::exchange(m_move, nullptr))
        (void)move->finish();
    return wasDragging;
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto* node = m_scene->nodeAt(mapToScene(event->pos())))
        emit activated(node->id());
    else if (!editTextAt(mapToScene(event->pos())))
        PanZoomView::mouseDoubleClickEvent(event);
}

void GraphView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        const auto target = targetAt(mapToScene(event->pos()));
        if (target && !contains(selection(), target->what))
            m_scene->select(target->what);
    }
    QMenu menu;
    menu.addActions(actions());
    if (!menu.isEmpty())
        menu.exec(event->globalPos());
}

void GraphView::keyPressEvent(QKeyEvent* event)
{
    const bool hasNodes = !selection().nodes.empty();
    const bool canMove = hasNodes || !selection().notes.empty();
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 4 : 1;
    const auto key = event->key();
    if (canMove && key == Qt::Key_Left)
        nudge(-step, 0);
    else if (canMove && key == Qt::Key_Right)
        nudge(step, 0);
    else if (canMove && key == Qt::Key_Up)
        nudge(0, -step);
    else if (canMove && key == Qt::Key_Down)
        nudge(0, step);
    else if (hasNodes && (key == Qt::Key_Return || key == Qt::Key_Enter))
        emit activated(*selection().nodes.begin());
    else if (canMove && (key == Qt::Key_Return || key == Qt::Key_Enter))
        editNote(*selection().notes.begin());
    else if (key == Qt::Key_Escape && !cancelDrag() && !selection().isEmpty())
        m_scene->select({});
    else if (key == Qt::Key_Escape)
        emit escaped();
    else
        PanZoomView::keyPressEvent(event);
}

/// Tab walks from node to node in the order of the data, and leaves the canvas after the last.
bool GraphView::focusNextPrevChild(bool next)
{
    auto order = m_scene->analysis().order;
    for (const auto& node : network().nodes) { // those of a cycle have no place in the order
        if (std::ranges::count(order, node.id) == 0)
            order.push_back(node.id);
    }
    const auto nodes = selection().nodes;
    const auto at = nodes.empty() ? order.end() : std::ranges::find(order, *nodes.begin());
    auto index
        = at == order.end() ? (next ? 0 : std::ssize(order) - 1) : at - order.begin() + (next ? 1 : -1);
    if (index < 0 || index >= std::ssize(order))
        return PanZoomView::focusNextPrevChild(next);
    reveal(order[static_cast<std::size_t>(index)]);
    return true;
}

void GraphView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(kLayerMime))
        event->acceptProposedAction();
}

void GraphView::drawForeground(QPainter* painter, const QRectF& /*rect*/)
{
    if (!network().nodes.empty())
        return;
    painter->save();
    painter->resetTransform();
    const auto room = viewport()->rect().adjusted(4 * kGrid, 0, -4 * kGrid, 0);
    const auto half = room.height() / 2;
    painter->setPen(palette().color(QPalette::Text));
    painter->setFont(widgets::font(TextRole::Title));
    painter->drawText(room.adjusted(0, 0, 0, -half - kGrid / 2),
                      Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap, m_emptyTitle);
    painter->setPen(colour(Meaning::Quiet));
    painter->setFont(widgets::font(TextRole::Body));
    painter->drawText(room.adjusted(0, half + kGrid / 2, 0, 0),
                      Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
    painter->restore();
}

void GraphView::changeEvent(QEvent* event)
{
    PanZoomView::changeEvent(event);
    const auto type = event->type();
    if (m_scene
        && (type == QEvent::PaletteChange || type == QEvent::StyleChange || type == QEvent::FontChange))
        m_scene->restyle();
}

} // namespace netwright::widgets
