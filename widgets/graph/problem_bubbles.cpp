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
#include <set>

namespace netwright::widgets {

namespace {
    constexpr double kReadableZoom
        = 0.85; ///< from further away, bubbles grow on the canvas as much as it shrinks
    constexpr std::size_t kMostAround = 64; ///< what it looks at there: more is a crowd anyway
    /// Beyond its own size, how far from its node a bubble looks for room; grows with it.
    constexpr double kReach = 200;
} // namespace

ProblemBubbles::ProblemBubbles(GraphView& view)
    : QObject(&view)
    , m_view(view)
{
    view.viewport()->installEventFilter(this);
    const auto again = [this] { place(); };
    connect(&view, &EditableCanvas::nodesArrived, this, again);
    connect(&view, &PanZoomView::zoomChanged, this, again);
    connect(&view, &GraphView::selectionChanged, this, again);
    connect(view.horizontalScrollBar(), &QScrollBar::valueChanged, this, again);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, again);
}

void ProblemBubbles::renew()
{
    std::set<network::NodeId> nodes;
    const auto& analysis = m_view.graph().analysis();
    for (const auto* list : { &analysis.problems, &analysis.warnings }) {
        for (const auto& problem : *list) {
            if (problem.node)
                nodes.insert(*problem.node);
        }
    }
    m_nodes.assign(nodes.begin(), nodes.end());
    place();
}

/// What is selected first; of the others, those that find no good place wait until someone selects their
/// node. From afar there is room for one alone.
void ProblemBubbles::place()
{
    const bool isFar = m_view.zoom() < kCardScale;
    const bool isOne = isFar && m_view.graph().selectedItems().size() == 1;
    const auto margin = kGrid / m_view.zoom();
    const auto visible = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
    const auto room = visible.adjusted(margin, margin, -margin, -margin);
    auto taken = m_view.overlays();
    for (const bool isTurn : { true, false }) {
        for (const auto id : m_nodes) {
            const auto* node = m_view.graph().item(id);
            if (!node || !node->problem() || node->isSelected() != isTurn)
                continue;
            const bool isWanted = isFar ? isTurn && isOne : isTurn || !node->card().isWarning;
            if (isWanted && visible.intersects(geometry::nodeRect().translated(node->pos())))
                place(*node, room, taken);
            else
                node->problem()->hide();
        }
    }
    emit placed();
}

/// In the form that stands nearest.
void ProblemBubbles::place(const NodeItem& node, const QRectF& room, std::vector<QRectF>& taken) const
{
    auto& item = *node.problem();
    const double scale = std::max(1.0, kReadableZoom / m_view.zoom());
    const double narrower = 12 * scale; // what it costs to read more lines
    const double near = 24 * scale; // as a cost: worth no other form
    item.setScale(scale);
    const auto now = item.mapRectToScene(item.bubble());
    const int before = item.form();
    BubblePlace best;
    int form = -1;
    for (int tried = 0; tried < ProblemItem::forms() && (form < 0 || best.cost > near); ++tried) {
        item.setForm(tried);
        auto found = placeOf(node, tried == before ? now : QRectF(), room, taken);
        found.cost += tried * narrower;
        if (form < 0 || found.cost < best.cost) {
            best = found;
            form = tried;
        }
    }
    item.setForm(form);
    item.setVisible(best.cost < kGoodPlace * scale || node.isSelected());
    if (!item.isVisible())
        return;
    item.placeAt(item.mapRectFromScene(best.rect).topLeft());
    taken.push_back(best.rect);
}

BubblePlace ProblemBubbles::placeOf(const NodeItem& node, const QRectF& now, const QRectF& room,
                                    const std::vector<QRectF>& taken) const
{
    const auto size = node.problem()->mapRectToScene(node.problem()->bubble()).size();
    const auto nodeRect = geometry::nodeRect().translated(node.pos());
    const auto reach = size + node.problem()->scale() * QSizeF(kReach, kReach);
    const auto near
        = room & nodeRect.adjusted(-reach.width(), -reach.height(), reach.width(), reach.height());
    auto around = m_view.graph().nodesWithin(near);
    std::erase(around, nodeRect);
    std::ranges::copy_if(taken, std::back_inserter(around),
                         [&near](const QRectF& rect) { return rect.intersects(near); });
    std::ranges::sort(around, {}, [&](const QRectF& rect) { return distanceBetween(nodeRect, rect); });
    around.resize(std::min(around.size(), kMostAround));
    return bubblePlace(size, now, { .node = nodeRect, .sight = near, .taken = around });
}

ProblemItem* ProblemBubbles::buttonAt(QPoint point) const
{
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
    if (type == QEvent::Resize || type == QEvent::PaletteChange || type == QEvent::FontChange) {
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
