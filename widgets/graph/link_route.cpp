// SPDX-License-Identifier: GPL-3.0-or-later
// All is computed for data that flows down; the other flow is the same with x and y exchanged. A link that
// nodes stand in the way of takes a lane beside them:
//
//       from              from
//        |                 |__           .
//      [node]     not    [node]|
//        |                  ___|
//        to                |
//                          to
#include "widgets/graph/link_route.hpp"

#include "widgets/graph/geometry.hpp"

#include <QTransform>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace netwright::widgets {

using network::Flow;

namespace {
    constexpr double kClearance = 16; ///< between a lane and a node
    constexpr double kCorner = 10;

    QPointF turned(QPointF point) { return { point.y(), point.x() }; }
    QRectF turned(const QRectF& rect) { return { rect.y(), rect.x(), rect.height(), rect.width() }; }

    /// Ends of a link whose data flows down.
    struct Fall {
        QPointF from;
        QPointF to;
        double gap; ///< between two ranks

        explicit Fall(const LinkEnds& ends)
            : from(ends.flow == Flow::Down ? ends.from : turned(ends.from))
            , to(ends.flow == Flow::Down ? ends.to : turned(ends.to))
            , gap(geometry::rankGap(ends.flow))
        {
        }

        [[nodiscard]] double drop() const { return to.y() - from.y(); }
        /// How far from a port a link turns aside.
        [[nodiscard]] double lead() const { return drop() > 0 ? std::min(gap, drop()) / 2 : gap / 2; }
    };

    QPainterPath curve(const Fall& fall)
    {
        const double pull = std::max(fall.drop() / 2, 16.0);
        QPainterPath path(fall.from);
        path.cubicTo(fall.from + QPointF(0, pull), fall.to - QPointF(0, pull), fall.to);
        return path;
    }

    QPainterPath curveAlong(const Fall& fall, double lane)
    {
        QPainterPath path(fall.from);
        const auto [from, to] = std::pair(fall.from, fall.to);
        const double bend = 2 * fall.lead();
        if (fall.drop() > 0) {
            path.cubicTo(from + QPointF(0, bend * 0.7), { lane, from.y() + bend * 0.3 },
                         { lane, from.y() + bend });
            path.lineTo(lane, to.y() - bend);
            path.cubicTo({ lane, to.y() - bend * 0.3 }, to - QPointF(0, bend * 0.7), to);
        } else {
            path.cubicTo(from + QPointF(0, bend), { lane, from.y() + bend }, { lane, from.y() });
            path.lineTo(lane, to.y());
            path.cubicTo({ lane, to.y() - bend }, to - QPointF(0, bend), to);
        }
        return path;
    }

    /// A line with rounded corners.
    QPainterPath cornered(const std::vector<QPointF>& points)
    {
        QPainterPath path(points.front());
        for (std::size_t i = 1; i + 1 < points.size(); ++i) {
            const QLineF in(points[i], points[i - 1]);
            const QLineF out(points[i], points[i + 1]);
            if (in.length() < 1 || out.length() < 1)
                continue;
            const double radius = std::min({ kCorner, in.length() / 2, out.length() / 2 });
            path.lineTo(in.pointAt(radius / in.length()));
            path.quadTo(points[i], out.pointAt(radius / out.length()));
        }
        path.lineTo(points.back());
        return path;
    }

    std::vector<QPointF> stairs(const Fall& fall)
    {
        const double middle = (fall.from.y() + fall.to.y()) / 2;
        return { fall.from, { fall.from.x(), middle }, { fall.to.x(), middle }, fall.to };
    }

    std::vector<QPointF> stairsAlong(const Fall& fall, double lane)
    {
        const double leave = fall.from.y() + fall.lead();
        const double enter = fall.to.y() - fall.lead();
        return { fall.from,       { fall.from.x(), leave }, { lane, leave },
                 { lane, enter }, { fall.to.x(), enter },   fall.to };
    }

    bool isFree(const QPainterPath& path, std::span<const QRectF> nodes)
    {
        const auto polygon = path.toSubpathPolygons().value(0);
        for (qsizetype i = 1; i < polygon.size(); ++i) {
            const auto box = QRectF(polygon[i - 1], polygon[i]).normalized().adjusted(-1, 0, 1, 0);
            for (const auto& node : nodes) {
                if (box.intersects(node.adjusted(0, 2, 0, -2)))
                    return false;
            }
        }
        return true;
    }

    /// The free x nearest to both ends.
    double laneBeside(const Fall& fall, std::span<const QRectF> nodes)
    {
        const double top = std::min(fall.from.y(), fall.to.y());
        const double bottom = std::max(fall.from.y(), fall.to.y());
        std::vector<std::pair<double, double>> taken;
        for (const auto& node : nodes) {
            if (node.bottom() > top - 1 && node.top() < bottom + 1)
                taken.emplace_back(node.left() - kClearance, node.right() + kClearance);
        }
        double best = (fall.from.x() + fall.to.x()) / 2;
        double least = std::numeric_limits<double>::max();
        const auto offer = [&](double x) {
            const double way = std::abs(x - fall.from.x()) + std::abs(x - fall.to.x());
            const auto isIn = [x](const auto& span) { return x > span.first && x < span.second; };
            if (way >= least || std::ranges::any_of(taken, isIn))
                return;
            least = way;
            best = x;
        };
        offer(best);
        for (const auto& [left, right] : taken) {
            offer(left);
            offer(right);
        }
        return best;
    }

    LinkRoute routeDown(const Fall& fall, Routing routing, std::span<const QRectF> nodes)
    {
        const bool isSmooth = routing == Routing::Smooth;
        if (fall.drop() > 0) {
            // Corners of a step that is hardly one would look like a mistake.
            const bool isStraight = std::abs(fall.from.x() - fall.to.x()) < 2 * kCorner;
            auto direct = isSmooth || isStraight ? curve(fall) : cornered(stairs(fall));
            if (isFree(direct, nodes))
                return { std::move(direct), (fall.from + fall.to) / 2 };
        }
        const double lane = laneBeside(fall, nodes);
        return { isSmooth ? curveAlong(fall, lane) : cornered(stairsAlong(fall, lane)),
                 { lane, fall.from.y() + fall.lead() } };
    }
} // namespace

bool isLong(const LinkEnds& ends)
{
    const Fall fall(ends);
    return fall.drop() <= 0 || fall.drop() > 2 * fall.gap;
}

QRectF surroundings(const LinkEnds& ends)
{
    constexpr double kReach = 2 * geometry::kNodeWidth;
    const auto rect = QRectF(ends.from, ends.to).normalized();
    return ends.flow == Flow::Down ? rect.adjusted(-kReach, 1, kReach, -1)
                                   : rect.adjusted(1, -kReach, -1, kReach);
}

LinkRoute routed(const LinkEnds& ends, Routing routing, std::span<const QRectF> nodes)
{
    const Fall fall(ends);
    if (ends.flow == Flow::Down)
        return routeDown(fall, routing, nodes);
    std::vector<QRectF> turnedNodes;
    for (const auto& node : nodes)
        turnedNodes.push_back(turned(node));
    const auto route = routeDown(fall, routing, turnedNodes);
    return { QTransform(0, 1, 1, 0, 0, 0).map(route.path), turned(route.label) };
}

} // namespace netwright::widgets
