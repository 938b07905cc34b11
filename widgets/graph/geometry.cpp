// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/geometry.hpp"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace netwright::widgets::geometry {

QRectF nodeRect() { return { -kNodeWidth / 2, -kNodeHeight / 2, kNodeWidth, kNodeHeight }; }

QRectF paintedRect()
{
    constexpr double kMargin = 10;
    return nodeRect().adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

QPointF portPoint(Side side, int port, int ports)
{
    const double share = (port + 1.0) / (ports + 1.0);
    return { (share - 0.5) * kNodeWidth, (side == Side::Input ? -0.5 : 0.5) * kNodeHeight };
}

std::optional<int> portAt(QPointF point, Side side, int ports)
{
    for (int port = 0; port < ports; ++port) {
        if (QLineF(point, portPoint(side, port, ports)).length() <= kPortReach)
            return port;
    }
    return std::nullopt;
}

QPainterPath linkPath(QPointF from, QPointF to)
{
    // Straight down where the next node is below; a wider swing the further up the link has to go back.
    const double drop = to.y() - from.y();
    const double pull = drop > 0 ? std::max(drop / 2, 16.0) : std::min(48.0 - drop / 2, 240.0);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(0, pull), to - QPointF(0, pull), to);
    return path;
}

QPointF snapped(QPointF point)
{
    return { std::round(point.x() / kSnap) * kSnap, std::round(point.y() / kSnap) * kSnap };
}

} // namespace netwright::widgets::geometry
