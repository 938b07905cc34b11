// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_bubbles.hpp"

#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_item.hpp"
#include "widgets/theme.hpp"

#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace netwright::widgets {

namespace {
    constexpr double kDistance = 12;

    /// At the right, at the left, below, above: where a bubble can stand beside its node, best first.
    std::array<QPointF, 4> placesFor(const QRectF& node, QSizeF bubble)
    {
        const auto middle = node.center().y() - bubble.height() / 2;
        return { QPointF(node.right() + kDistance, middle),
                 QPointF(node.left() - kDistance - bubble.width(), middle),
                 QPointF(node.left(), node.bottom() + kDistance),
                 QPointF(node.left(), node.top() - kDistance - bubble.height()) };
    }

    /// Moves a rectangle as little as brings it inside another.
    QRectF shiftedInto(QRectF rect, const QRectF& room)
    {
        rect.moveLeft(std::max(std::min(rect.left(), room.right() - rect.width()), room.left()));
        rect.moveTop(std::max(std::min(rect.top(), room.bottom() - rect.height()), room.top()));
        return rect;
    }
} // namespace

ProblemBubbles::ProblemBubbles(GraphView& view)
    : QObject(&view)
    , m_view(view)
{
    view.viewport()->installEventFilter(this);
    const auto again = [this] { place(); };
    connect(&view, &PanZoomView::zoomChanged, this, again);
    connect(&view, &GraphView::selectionChanged, this, again);
    connect(view.horizontalScrollBar(), &QScrollBar::valueChanged, this, again);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, again);
}

void ProblemBubbles::place()
{
    if (m_view.zoom() < kTextScale) // they are not drawn
        return;
    const auto margin = kGrid / m_view.zoom();
    const auto visible = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
    std::vector<QRectF> placed;
    for (const auto& [id, node] : m_view.graph().nodeItems()) {
        auto* item = node->problem();
        if (item && item->isVisible() && visible.intersects(node->sceneBoundingRect()))
            place(*item, visible.adjusted(margin, margin, -margin, -margin), placed);
    }
}

void ProblemBubbles::place(ProblemItem& item, const QRectF& visible, std::vector<QRectF>& placed) const
{
    const auto* node = item.parentItem();
    const auto origin = node->scenePos();
    const auto nodeRect = geometry::nodeRect().translated(origin);
    const auto faultOf = [&](const QRectF& rect) {
        const auto hidden
            = std::ranges::count_if(m_view.graph().items(rect), [node](const QGraphicsItem* other) {
                  return other != node && other->type() == NodeItem::Type;
              });
        const auto covered
            = std::ranges::count_if(placed, [&rect](const QRectF& other) { return other.intersects(rect); });
        return (visible.contains(rect) ? 0 : 100) + static_cast<int>(hidden + covered);
    };
    QRectF best;
    int smallestFault = 0;
    for (const auto& place : placesFor(nodeRect, item.bubble().size())) {
        const QRectF rect(place, item.bubble().size());
        const auto fault = faultOf(rect);
        if (best.isEmpty() || fault < smallestFault) {
            best = rect;
            smallestFault = fault;
        }
        if (fault == 0)
            break;
    }
    best = shiftedInto(best, visible);
    item.placeAt(best.topLeft() - origin);
    placed.push_back(best);
}

ProblemItem* ProblemBubbles::buttonAt(QPoint point) const
{
    if (m_view.zoom() < kTextScale)
        return nullptr;
    const auto scenePoint = m_view.mapToScene(point);
    for (auto* found : m_view.graph().items(scenePoint)) {
        if (auto* item = qgraphicsitem_cast<ProblemItem*>(found))
            return item->partAt(scenePoint) == ProblemItem::Part::None ? nullptr : item;
    }
    return nullptr;
}

void ProblemBubbles::click(const ProblemItem& item, QPoint point)
{
    const auto node = static_cast<const NodeItem*>(item.parentItem())->id();
    if (item.partAt(m_view.mapToScene(point)) == ProblemItem::Part::Fix) {
        emit fixClicked(node);
        return;
    }
    const auto below = m_view.mapFromScene(item.buttonRect().bottomLeft());
    emit fixesWanted(node, m_view.viewport()->mapToGlobal(below));
}

void ProblemBubbles::hover(QPoint point)
{
    auto* now = buttonAt(point);
    if (now == m_hovered)
        return;
    for (const auto& [id, node] : m_view.graph().nodeItems()) {
        if (auto* item = node->problem())
            item->setHovered(item == now);
    }
    if (now)
        m_view.viewport()->setCursor(Qt::PointingHandCursor);
    else
        m_view.viewport()->unsetCursor();
    m_hovered = now;
}

/// Before the view: a press on a button is not one on what lies below it.
bool ProblemBubbles::eventFilter(QObject* /*watched*/, QEvent* event)
{
    const auto type = event->type();
    if (type == QEvent::Resize) {
        QMetaObject::invokeMethod(this, qOverload<>(&ProblemBubbles::place), Qt::QueuedConnection);
        return false;
    }
    if (type != QEvent::MouseMove && type != QEvent::MouseButtonPress && type != QEvent::MouseButtonDblClick)
        return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const auto point = mouse->position().toPoint();
    if (type == QEvent::MouseMove) {
        if (mouse->buttons() == Qt::NoButton)
            hover(point);
        return false;
    }
    const auto* item = mouse->button() == Qt::LeftButton ? buttonAt(point) : nullptr;
    if (item)
        click(*item, point);
    return item;
}

} // namespace netwright::widgets
