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
#include <limits>
#include <set>

namespace netwright::widgets {

namespace {
    constexpr double kReadableZoom
        = 0.85; ///< from further away, bubbles grow on the canvas as much as it shrinks
    constexpr qsizetype kMostForced = 8; // selected items whose messages show although they hide something
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
    const auto unlessZooming = [this] {
        if (m_view.zoom() == m_zoom)
            place();
    };
    connect(view.horizontalScrollBar(), &QScrollBar::valueChanged, this, unlessZooming);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, unlessZooming);
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
    m_places.clear();
    place();
}

/// What is selected first, at any place where that is a few nodes; of the others, those that find no good
/// place wait until someone selects their node. From afar there is room for one alone.
void ProblemBubbles::place()
{
    m_zoom = m_view.zoom();
    const bool isFar = m_zoom < kCardScale;
    const auto selected = m_view.graph().selectedItems().size();
    const bool isOne = isFar && selected == 1;
    const bool isFew = selected <= kMostForced;
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
                place(*node, room, isTurn && isFew, taken);
            else
                node->problem()->hide();
        }
    }
    emit placed();
}

void ProblemBubbles::place(const NodeItem& node, const QRectF& sight, bool isForced,
                           std::vector<QRectF>& taken)
{
    auto& item = *node.problem();
    auto room = roomOf(node, sight, isForced, taken);
    item.setScale(room.scale);
    auto& found = m_places[node.id()];
    if (found.room != room)
        found = placeIn(std::move(room), node);
    item.setVisible(found.form >= 0);
    if (found.form < 0)
        return;
    item.setForm(found.form);
    item.placeAt(item.mapRectFromScene(found.rect).topLeft());
    taken.push_back(found.rect);
}

ProblemBubbles::Room ProblemBubbles::roomOf(const NodeItem& node, const QRectF& sight, bool isForced,
                                            const std::vector<QRectF>& taken) const
{
    const double scale = std::max(1.0, kReadableZoom / m_view.zoom());
    Room room { .isForced = isForced,
                .scale = scale,
                .sizes = {},
                .node = geometry::nodeRect().translated(node.pos()),
                .sight = {},
                .around = {} };
    QSizeF largest;
    for (int form = 0; form < ProblemItem::forms(); ++form) {
        room.sizes.push_back(scale * node.problem()->sizeOf(form));
        largest = largest.expandedTo(room.sizes.back());
    }
    const double reach = scale * (isForced ? kReach : kGoodPlace);
    const auto away = largest + QSizeF(reach, reach);
    room.sight = sight & room.node.adjusted(-away.width(), -away.height(), away.width(), away.height());
    room.around = takenAround(node, room.sight, taken);
    return room;
}

/// In the form that stands nearest.
ProblemBubbles::Place ProblemBubbles::placeIn(Room room, const NodeItem& node)
{
    const auto& item = *node.problem();
    const double narrower = 12 * room.scale; // what it costs to read more lines
    const double near = 24 * room.scale; // as a cost: worth no other form
    const auto now = item.mapRectToScene(item.bubble());
    const Surroundings around { .node = room.node, .sight = room.sight, .taken = room.around };
    BubblePlace best { {}, room.isForced ? std::numeric_limits<double>::max() : kGoodPlace * room.scale };
    int form = -1;
    for (int tried = 0; tried < ProblemItem::forms() && best.cost > near; ++tried) {
        const double most = best.cost - tried * narrower;
        const auto found = bubblePlace(room.sizes[static_cast<std::size_t>(tried)],
                                       tried == item.form() ? now : QRectF(), around, most);
        if (found.cost < most) {
            best = { found.rect, found.cost + tried * narrower };
            form = tried;
        }
    }
    return { std::move(room), form, best.rect };
}

/// The nearest first.
std::vector<QRectF> ProblemBubbles::takenAround(const NodeItem& node, const QRectF& sight,
                                                const std::vector<QRectF>& taken) const
{
    const auto nodeRect = geometry::nodeRect().translated(node.pos());
    auto around = m_view.graph().nodesWithin(sight);
    std::erase(around, nodeRect);
    std::ranges::copy_if(taken, std::back_inserter(around),
                         [&sight](const QRectF& rect) { return rect.intersects(sight); });
    std::ranges::sort(around, {}, [&](const QRectF& rect) { return distanceBetween(nodeRect, rect); });
    around.resize(std::min(around.size(), kMostAround));
    return around;
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
