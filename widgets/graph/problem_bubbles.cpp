// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/problem_bubbles.hpp"

#include "widgets/graph/bubble_place.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_item.hpp"
#include "widgets/theme.hpp"

#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <iterator>

namespace netwright::widgets {

namespace {
    constexpr double kReadableZoom
        = 0.85; ///< from further away, bubbles grow on the canvas as much as it shrinks
    constexpr double kReach = 240; ///< beyond its own size, how far from its node a bubble looks for room
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

void ProblemBubbles::renew()
{
    m_nodes.clear();
    for (const auto& [id, node] : m_view.graph().nodeItems()) {
        if (node->problem())
            m_nodes.push_back(id);
    }
    place();
}

/// What is selected first; of the others, those that find no good place wait until someone selects their
/// node.
void ProblemBubbles::place()
{
    if (m_view.zoom() >= kCardScale) { // else they are not drawn
        const auto margin = kGrid / m_view.zoom();
        const auto visible = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
        const auto room = visible.adjusted(margin, margin, -margin, -margin);
        auto taken = m_view.overlays();
        for (const bool isTurn : { true, false }) {
            for (const auto id : m_nodes) {
                const auto* node = m_view.graph().item(id);
                const bool isWanted
                    = node && node->problem() && (node->isSelected() || !node->card().isWarning);
                if (isWanted && node->isSelected() == isTurn
                    && visible.intersects(geometry::nodeRect().translated(node->pos())))
                    place(*node, room, taken);
            }
        }
    }
    emit placed();
}

void ProblemBubbles::place(const NodeItem& node, const QRectF& room, std::vector<QRectF>& taken) const
{
    auto& item = *node.problem();
    item.setScale(std::max(1.0, kReadableZoom / m_view.zoom()));
    const auto nodeRect = geometry::nodeRect().translated(node.pos());
    const auto now = item.mapRectToScene(item.bubble());
    const auto reach = now.size() + QSizeF(kReach, kReach);
    const auto near = nodeRect.adjusted(-reach.width(), -reach.height(), reach.width(), reach.height());
    auto around = m_view.graph().nodesWithin(near & room);
    std::erase(around, nodeRect);
    std::ranges::copy_if(taken, std::back_inserter(around),
                         [&near](const QRectF& rect) { return rect.intersects(near); });
    const auto best = bubblePlace(now.size(), now, { .node = nodeRect, .sight = room, .taken = around });
    item.setVisible(best.isGood || node.isSelected());
    if (!item.isVisible())
        return;
    item.placeAt(item.mapRectFromScene(best.rect).topLeft());
    taken.push_back(best.rect);
}

ProblemItem* ProblemBubbles::buttonAt(QPoint point) const
{
    if (m_view.zoom() < kCardScale)
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
