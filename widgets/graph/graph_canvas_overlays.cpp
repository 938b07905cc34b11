// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over the canvas of a GraphCanvas, the minimap, and below it, the heat view's legend.
#include "widgets/graph/canvas_hint.hpp"
#include "widgets/graph/graph_canvas.hpp"
#include "widgets/graph/heat_legend.hpp"
#include "widgets/graph/minimap.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_item.hpp"
#include "widgets/theme.hpp"

#include <QResizeEvent>

#include <algorithm>
#include <set>

namespace netwright::widgets {

void GraphCanvas::setMinimapWanted(bool isWanted) { m_minimap->setWanted(isWanted); }

void GraphCanvas::setHeat(Heat heat)
{
    m_scene->setHeat({ .kind = heat, .values = {} });
    showHeat();
}

void GraphCanvas::setMeasured(const std::map<network::NodeId, double>& milliseconds)
{
    m_measured = milliseconds;
    showHeat();
}

void GraphCanvas::showHeat()
{
    const auto kind = m_scene->heat().kind;
    if (kind != Heat::None)
        m_scene->setHeat(kind == Heat::Time ? HeatMap { .kind = kind, .values = m_measured }
                                            : heatOf(kind, m_scene->analysis()));
    m_legend->showHeat(m_scene->heat(), heatRemark());
    const QMargins strip(0, 0, 0, kind == Heat::None ? 0 : m_legend->sizeHint().height());
    if (viewportMargins() != strip)
        setViewportMargins(strip);
    m_minimap->refresh();
    placeMinimap();
}

/// Which layers have no colour because nothing is known of them.
QString GraphCanvas::heatRemark() const
{
    const auto& heat = m_scene->heat();
    const auto isKnown = [&heat](const network::Node& node) { return heat.values.contains(node.id); };
    const auto& nodes = m_scene->network().nodes;
    const auto known = std::ranges::count_if(nodes, isKnown);
    if (heat.kind == Heat::Time)
        return known == 0 ? tr("Not measured yet") : QString();
    if (known == 0)
        return tr("No figures until the network is valid");
    const auto unknown = std::ssize(nodes) - known;
    return unknown == 0 ? QString()
        : unknown == 1  ? tr("1 layer has no figures until the network is valid")
                        : tr("%1 layers have no figures until the network is valid").arg(unknown);
}

std::vector<QRectF> GraphCanvas::overlays() const
{
    std::vector<QRectF> rects;
    for (const QWidget* overlay : std::initializer_list<const QWidget*> { m_minimap, m_hint }) {
        if (overlay->isVisible())
            rects.push_back(mapToScene(overlay->geometry()).boundingRect());
    }
    return rects;
}

/// Off what the person works at. Not while a button is held: what is aimed at stays where it is.
void GraphCanvas::placeMinimap()
{
    if (isHeld())
        return;
    std::vector<QRect> inTheWay;
    const auto add = [&](const QRectF& rect) {
        const auto place = mapFromScene(rect).boundingRect();
        if (viewport()->rect().intersects(place))
            inTheWay.push_back(place);
    };
    constexpr qsizetype kMostAvoided = 32;
    const bool isFew = m_scene->selectedItems().size() <= kMostAvoided;
    for (const auto id : isFew ? selection().nodes : std::set<network::NodeId>()) {
        const auto* node = m_scene->item(id);
        add(geometry::nodeRect().translated(node->pos()));
        if (const auto* problem = node->problem(); problem && problem->isVisible())
            add(problem->mapRectToScene(problem->bubble()));
    }
    m_minimap->place(inTheWay);
}

void GraphCanvas::resizeEvent(QResizeEvent* event)
{
    // A layer that a person was led to stays in sight when a panel opens below it.
    const bool isOne = m_scene->selectedItems().size() == 1;
    const auto nodes = isOne ? selection().nodes : std::set<network::NodeId>();
    const auto* one = nodes.size() == 1 ? m_scene->item(*nodes.begin()) : nullptr;
    const auto before = mapToScene(QRect(QPoint(), event->oldSize())).boundingRect();
    const bool wasInSight = one && before.contains(one->place());
    PanZoomView::resizeEvent(event);
    if (wasInSight)
        bringIntoSight(one->place());
    m_legend->setGeometry(0, viewport()->height(), width(), m_legend->sizeHint().height());
    placeMinimap();
}

} // namespace netwright::widgets
