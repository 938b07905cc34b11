// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/geometry.hpp"

#include <QLineF>

#include <cmath>

namespace netwright::widgets::geometry {

using network::Flow;

QRectF nodeRect() { return { -kNodeWidth / 2, -kNodeHeight / 2, kNodeWidth, kNodeHeight }; }

QRectF paintedRect()
{
    constexpr double kMargin = 10;
    return nodeRect().adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

QPointF portPoint(Flow flow, Side side, int port, int ports)
{
    const double share = (port + 1.0) / (ports + 1.0) - 0.5;
    const double edge = side == Side::Input ? -0.5 : 0.5;
    return flow == Flow::Down ? QPointF(share * kNodeWidth, edge * kNodeHeight)
                              : QPointF(edge * kNodeWidth, share * kNodeHeight);
}

std::optional<int> portAt(Flow flow, QPointF point, Side side, int ports)
{
    for (int port = 0; port < ports; ++port) {
        if (QLineF(point, portPoint(flow, side, port, ports)).length() <= kPortReach)
            return port;
    }
    return std::nullopt;
}

double rankGap(Flow flow) { return flow == Flow::Down ? kRowHeight - kNodeHeight : kColumnGap; }

QPointF snapped(QPointF point)
{
    return { std::round(point.x() / kSnap) * kSnap, std::round(point.y() / kSnap) * kSnap };
}

} // namespace netwright::widgets::geometry
