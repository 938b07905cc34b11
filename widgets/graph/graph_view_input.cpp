// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse and the keyboard do to a GraphView.
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/link_drag.hpp"
#include "widgets/graph/move_drag.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/theme.hpp"

#include "core/layers/catalogue/layer_table.hpp"

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
    if (auto* node = draws ? m_scene->nodeAt(point) : nullptr) {
        pressNode(*node, event);
        return;
    }
    PanZoomView::mousePressEvent(event);
}

void GraphView::pressNode(NodeItem& node, QMouseEvent* event)
{
    auto wanted = selection();
    if (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) {
        if (!wanted.nodes.insert(node.id()).second)
            wanted.nodes.erase(node.id());
    } else if (!node.isSelected()) {
        wanted = { .nodes = { node.id() }, .links = {} };
    }
    m_scene->select(wanted);
    m_pressedAt = event->pos();
    m_isMoving = false;
    if (node.isSelected())
        m_move = std::make_unique<MoveDrag>(*m_scene, node.id(), mapToScene(event->pos()));
}

void GraphView::mouseMoveEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    if (m_link) {
        m_link->moveTo(point);
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
    } else if (m_move && m_isMoving) {
        finishMove();
    } else if (m_move) {
        m_move.reset();
        if (event->modifiers() == Qt::NoModifier) { // a click inside a larger selection means the one
            if (const auto* node = m_scene->nodeAt(mapToScene(event->pos())))
                m_scene->select({ .nodes = { node->id() }, .links = {} });
        }
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
    const auto nodes = m_move->nodes();
    const auto offset = m_move->finish();
    m_move.reset();
    commit(edits::moved(network(), nodes, offset.x(), offset.y()), tr("Move %1").arg(describeNodes(nodes)));
}

bool GraphView::cancelDrag()
{
    const bool wasDragging = m_link || m_move;
    m_link.reset();
    if (const auto move = std::exchange(m_move, nullptr))
        (void)move->finish();
    return wasDragging;
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto* node = m_scene->nodeAt(mapToScene(event->pos())))
        emit activated(node->id());
    else
        PanZoomView::mouseDoubleClickEvent(event);
}

void GraphView::contextMenuEvent(QContextMenuEvent* event)
{
    const auto* node
        = event->reason() == QContextMenuEvent::Mouse ? m_scene->nodeAt(mapToScene(event->pos())) : nullptr;
    if (node && !node->isSelected())
        m_scene->select({ .nodes = { node->id() }, .links = {} });
    QMenu menu;
    menu.addActions(actions());
    if (!menu.isEmpty())
        menu.exec(event->globalPos());
}

void GraphView::keyPressEvent(QKeyEvent* event)
{
    const bool hasNodes = !selection().nodes.empty();
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? 4 : 1;
    const auto key = event->key();
    if (hasNodes && key == Qt::Key_Left)
        nudge(-step, 0);
    else if (hasNodes && key == Qt::Key_Right)
        nudge(step, 0);
    else if (hasNodes && key == Qt::Key_Up)
        nudge(0, -step);
    else if (hasNodes && key == Qt::Key_Down)
        nudge(0, step);
    else if (hasNodes && (key == Qt::Key_Return || key == Qt::Key_Enter))
        emit activated(*selection().nodes.begin());
    else if (key == Qt::Key_Escape && !cancelDrag() && !selection().isEmpty())
        m_scene->select({});
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

void GraphView::dragMoveEvent(QDragMoveEvent* event)
{
    if (event->mimeData()->hasFormat(kLayerMime))
        event->acceptProposedAction();
}

void GraphView::dropEvent(QDropEvent* event)
{
    const auto layer = QString::fromUtf8(event->mimeData()->data(kLayerMime));
    if (!layers::findLayer(layer.toStdString()))
        return;
    event->acceptProposedAction();
    addLayerAt(layer, mapToScene(event->position().toPoint()));
    setFocus();
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
