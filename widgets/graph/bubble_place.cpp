// SPDX-License-Identifier: GPL-3.0-or-later
// The best of a few places: a rectangle that avoids others and stands as near as it can to something touches
// an edge of one of them, or it stands in the middle of its node's side. So the edges of all, each with every
// other, are all the places there are to look at.
#include "widgets/graph/bubble_place.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace netwright::widgets {

namespace {
    constexpr double kDistance = 12; ///< to the node
    constexpr double kClearance = 4; ///< to all else

    double area(const QRectF& rect) { return rect.isEmpty() ? 0 : rect.width() * rect.height(); }

    QRectF atTheRight(QSizeF bubble, const QRectF& node)
    {
        return { QPointF(node.right() + kDistance, node.center().y() - bubble.height() / 2), bubble };
    }

    /// What it costs to look from the node to the bubble.
    double wayTo(const QRectF& place, const QRectF& node)
    {
        const auto way = place.center() - node.center();
        const bool isBeside = place.left() >= node.right() || place.right() <= node.left();
        const double side = isBeside ? (way.x() > 0 ? 0 : 8) : (way.y() > 0 ? 24 : 32);
        return distanceBetween(place, node) + side
            + 0.2 * std::abs(isBeside ? way.y() : place.left() - node.left());
    }

    /// Whether a straight line touches a rectangle.
    bool crosses(const QLineF& line, const QRectF& rect)
    {
        const QRectF box = QRectF(line.p1(), line.p2()).normalized();
        if (box.left() > rect.right() || box.right() < rect.left() || box.top() > rect.bottom()
            || box.bottom() < rect.top())
            return false;
        const auto sideOf = [&line](QPointF corner) {
            return line.dx() * (corner.y() - line.y1()) - line.dy() * (corner.x() - line.x1());
        };
        const auto [least, most] = std::minmax({ sideOf(rect.topLeft()), sideOf(rect.topRight()),
                                                 sideOf(rect.bottomLeft()), sideOf(rect.bottomRight()) });
        return least <= 0 && most >= 0;
    }

    /// What is hidden costs more than any way: of other nodes, of the bubble itself out of sight. So does,
    /// a little, a thread that leads across others.
    /// Where it is more than `most`, how much more is not looked at.
    double coverOf(const QRectF& place, const Surroundings& around,
                   double most = std::numeric_limits<double>::max())
    {
        constexpr double kTouching = 2000;
        constexpr double kCovering = 2000; ///< all of the bubble's area
        constexpr double kCrossing = 150;
        const auto clear = place.adjusted(-kClearance, -kClearance, kClearance, kClearance);
        double covered = 0;
        const auto cover = [&](const QRectF& rect) {
            if (clear.intersects(rect))
                covered += kTouching + kCovering * area(clear & rect) / area(clear);
        };
        constexpr double kApart = kDistance - kClearance - 1; // its ports and its outline stay free
        cover(around.node.adjusted(-kApart, -kApart, kApart, kApart));
        for (const auto& rect : around.taken) {
            if (covered > most)
                return covered;
            cover(rect);
        }
        const auto hidden = area(place) - area(place & around.sight);
        if (hidden > 1)
            covered += kTouching + 2 * kCovering * hidden / area(place);
        if (covered > most)
            return covered;
        const auto thread = threadBetween(around.node, place);
        const auto isCrossed = [&thread](const QRectF& rect) { return crosses(thread, rect); };
        return covered + kCrossing * static_cast<double>(std::ranges::count_if(around.taken, isCrossed));
    }

    double cost(const QRectF& place, const Surroundings& around)
    {
        return wayTo(place, around.node) + coverOf(place, around);
    }

    /// Along one direction: where a bubble of this length begins, seen from the edges of all.
    /// Nowhere further from the node than `most`, in this direction alone.
    std::vector<double> beginnings(double length, const Surroundings& around, double most,
                                   double (QRectF::*first)() const, double (QRectF::*last)() const)
    {
        const auto& node = around.node;
        const double begin = (node.*first)();
        const double end = (node.*last)();
        std::vector<double> all { (begin + end - length) / 2,
                                  begin,
                                  end - length,
                                  end + kDistance,
                                  begin - kDistance - length,
                                  (around.sight.*first)(),
                                  (around.sight.*last)() - length };
        constexpr std::size_t kMostEdges = 64; // in a larger crowd one stands on something anyway
        for (const auto& rect : around.taken.first(std::min(around.taken.size(), kMostEdges))) {
            all.push_back((rect.*last)() + kClearance);
            all.push_back((rect.*first)() - kClearance - length);
        }
        std::erase_if(all, [&](double at) {
            return at < (around.sight.*first)() || at + length > (around.sight.*last)();
        });
        if (all.empty())
            all.push_back((around.sight.*first)());
        std::erase_if(all, [&](double at) { return at - end >= most || begin - at - length >= most; });
        std::ranges::sort(all);
        const auto [same, rest] = std::ranges::unique(all, {}, [](double at) { return std::round(at); });
        all.erase(same, rest);
        return all;
    }
} // namespace

double distanceBetween(const QRectF& one, const QRectF& other)
{
    const double across = std::max({ one.left() - other.right(), other.left() - one.right(), 0.0 });
    const double along = std::max({ one.top() - other.bottom(), other.top() - one.bottom(), 0.0 });
    return std::sqrt(across * across + along * along);
}

QLineF threadBetween(const QRectF& node, const QRectF& bubble)
{
    const auto nearest = [](const QRectF& rect, QPointF to) {
        return QPointF(std::clamp(to.x(), rect.left(), rect.right()),
                       std::clamp(to.y(), rect.top(), rect.bottom()));
    };
    const auto end = nearest(bubble, node.center());
    return { nearest(node, end), end };
}

BubblePlace bubblePlace(QSizeF bubble, const QRectF& now, const Surroundings& around, double most)
{
    constexpr double kWorthAHop = 24;
    const auto usual = atTheRight(bubble, around.node);
    if (const double found = cost(usual, around); found < kGoodPlace)
        return { usual, found };
    BubblePlace best { usual, most };
    const auto tops = beginnings(bubble.height(), around, most, &QRectF::top, &QRectF::bottom);
    for (const double left : beginnings(bubble.width(), around, most, &QRectF::left, &QRectF::right)) {
        for (const double top : tops) {
            const QRectF place(QPointF(left, top), bubble);
            const double way = wayTo(place, around.node);
            if (way >= best.cost) // before looking at all that is around
                continue;
            if (const double found = way + coverOf(place, around, best.cost); found < best.cost)
                best = { place, found };
        }
    }
    if (now.size() != bubble)
        return best;
    const double staying = cost(now, around);
    return staying < best.cost + kWorthAHop ? BubblePlace { now, staying } : best;
}

} // namespace netwright::widgets
