// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over the canvas of a GraphView: the minimap and the heat view's legend.
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/heat_legend.hpp"
#include "widgets/graph/minimap.hpp"
#include "widgets/theme.hpp"

namespace netwright::widgets {

void GraphView::setMinimapWanted(bool isWanted) { m_minimap->setWanted(isWanted); }

void GraphView::setHeat(Heat heat)
{
    m_scene->setHeat({ .kind = heat, .values = {} });
    showHeat();
}

void GraphView::setMeasured(const std::map<network::NodeId, double>& milliseconds)
{
    m_measured = milliseconds;
    showHeat();
}

void GraphView::showHeat()
{
    const auto kind = m_scene->heat().kind;
    if (kind != Heat::None)
        m_scene->setHeat(kind == Heat::Time ? HeatMap { .kind = kind, .values = m_measured }
                                            : heatOf(kind, m_scene->analysis()));
    m_legend->showHeat(m_scene->heat(),
                       kind == Heat::Time ? tr("Not measured yet")
                                          : tr("Unknown until the problems are solved"));
    m_minimap->refresh();
    m_minimap->place(*m_legend);
}

void GraphView::resizeEvent(QResizeEvent* event)
{
    PanZoomView::resizeEvent(event);
    const auto size = m_legend->sizeHint();
    m_legend->setGeometry(2 * kGrid, height() - size.height() - 2 * kGrid, size.width(), size.height());
    m_minimap->place(*m_legend);
}

} // namespace netwright::widgets
