// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/node_grid.hpp"

#include "widgets/graph/geometry.hpp"

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kCell = 256;

    QPoint cellOf(QPointF point)
    {
        return { static_cast<int>(std::floor(point.x() / kCell)),
                 static_cast<int>(std::floor(point.y() / kCell)) };
    }
} // namespace

void NodeGrid::add(QPointF node) { m_cells[cellOf(node)].push_back(node); }

void NodeGrid::remove(QPointF node)
{
    auto& cell = m_cells[cellOf(node)];
    if (const auto place = std::ranges::find(cell, node); place != cell.end())
        cell.erase(place);
}

std::vector<QRectF> NodeGrid::within(const QRectF& area) const
{
    std::vector<QRectF> found;
    const QPointF half(geometry::kNodeWidth / 2, geometry::kNodeHeight / 2);
    const auto first = cellOf(area.topLeft() - half);
    const auto last = cellOf(area.bottomRight() + half);
    for (int x = first.x(); x <= last.x(); ++x) {
        for (int y = first.y(); y <= last.y(); ++y) {
            const auto cell = m_cells.constFind({ x, y });
            if (cell == m_cells.constEnd())
                continue;
            for (const auto node : *cell) {
                if (const auto rect = geometry::nodeRect().translated(node); rect.intersects(area))
                    found.push_back(rect);
            }
        }
    }
    return found;
}

} // namespace netwright::widgets
