// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse does to a GraphView.
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/canvas_hint.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/far_picture.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/key_link.hpp"
#include "widgets/graph/layer_mime.hpp"
#include "widgets/graph/minimap.hpp"
#include "widgets/graph/move_drag.hpp"
#include "widgets/graph/node_edits.hpp"
#include "widgets/graph/node_focus.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_resize.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <QStyleOption>

#include <algorithm>

namespace netwright::widgets {

using network::NodeId;

void GraphView::mousePressEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    (void)cancelDrag();
    m_focus->setMarked(false);
    m_selectedBefore = selection().nodes;
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
        PanZoomView::mouseMoveEvent(event);
    }
}

void GraphView::mouseReleaseEvent(QMouseEvent* event)
{
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
            m_scene->select(m_pressed);
    } else {
        PanZoomView::mouseReleaseEvent(event);
    }
}

void GraphView::finishLink(QPointF point)
{
    const auto link = m_link->link();
    const auto refusal = m_link->refusal();
    if (!link && refusal.isEmpty() && !m_scene->nodeAt(point) && !m_scene->portAt(point)) {
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
    m_hint->hide();
    if (const auto resize = std::exchange(m_resize, nullptr))
        (void)resize->finish();
    if (const auto move = std::exchange(m_move, nullptr))
        (void)move->finish();
    return wasDragging;
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto point = mapToScene(event->pos());
    if (const auto* node = m_scene->nodeAt(point))
        emit activated(node->id());
    else if (event->button() == Qt::LeftButton && !editTextAt(point))
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
            m_scene->select(target->what);
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

bool GraphView::isFar() const { return zoom() < kTextScale && !m_link; }

void GraphView::paintEvent(QPaintEvent* event)
{
    if (!isFar()) {
        PanZoomView::paintEvent(event);
        return;
    }
    QPainter painter(viewport());
    painter.setWorldTransform(viewportTransform());
    const auto exposed = mapToScene(event->rect().adjusted(-1, -1, 1, 1)).boundingRect();
    drawBackground(&painter, exposed);
    paintFromAfar(painter, *m_scene, exposed);
    drawForeground(&painter, exposed);
    if (rubberBandRect().isEmpty())
        return;
    painter.resetTransform();
    QStyleOptionRubberBand band;
    band.initFrom(viewport());
    band.rect = rubberBandRect();
    band.shape = QRubberBand::Rectangle;
    style()->drawControl(QStyle::CE_RubberBand, &band, &painter, viewport());
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
        && (type == QEvent::PaletteChange || type == QEvent::StyleChange || type == QEvent::FontChange)) {
        m_scene->restyle();
        m_minimap->refresh();
    }
}

} // namespace netwright::widgets
