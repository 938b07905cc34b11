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

    /// What a place costs, in units of the way to the node. What is covered weighs more than any way.
    double cost(const QRectF& place, const Surroundings& around)
    {
        constexpr double kCovering = 2000; ///< all of the bubble's area
        constexpr double kTouching = 400;
        const auto clear = place.adjusted(-kClearance, -kClearance, kClearance, kClearance);
        double covered = 0;
        const auto cover = [&](const QRectF& rect) {
            if (clear.intersects(rect))
                covered += kTouching + kCovering * area(clear & rect) / area(clear);
        };
        constexpr double kApart = kDistance - kClearance - 1; // its ports and its outline stay free
        cover(around.node.adjusted(-kApart, -kApart, kApart, kApart));
        for (const auto& rect : around.taken)
            cover(rect);
        const auto hidden = area(place) - area(place & around.sight);
        if (hidden > 1)
            covered += kTouching + 2 * kCovering * hidden / area(place);
        const auto& node = around.node;
        const auto way = place.center() - node.center();
        const bool isBeside = place.left() >= node.right() || place.right() <= node.left();
        const double side = isBeside ? (way.x() > 0 ? 0 : 8) : (way.y() > 0 ? 24 : 32);
        return covered + distanceBetween(place, node) + side
            + 0.2 * std::abs(isBeside ? way.y() : place.left() - node.left());
    }

    /// Along one direction: where a bubble of this length begins, seen from the edges of all.
    std::vector<double> beginnings(double length, const Surroundings& around, double (QRectF::*first)() const,
                                   double (QRectF::*last)() const)
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
        for (const auto& rect : around.taken) {
            all.push_back((rect.*last)() + kClearance);
            all.push_back((rect.*first)() - kClearance - length);
        }
        std::erase_if(all, [&](double at) {
            return at < (around.sight.*first)() || at + length > (around.sight.*last)();
        });
        if (all.empty())
            all.push_back((around.sight.*first)());
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
    return std::hypot(across, along);
}

BubblePlace bubblePlace(QSizeF bubble, const QRectF& now, const Surroundings& around)
{
    constexpr double kGood = 100; ///< a cost that need not be undercut
    const auto usual = atTheRight(bubble, around.node);
    if (cost(usual, around) < kGood)
        return { usual, true };
    if (now.size() == bubble && cost(now, around) < kGood)
        return { now, true };
    QRectF best = usual;
    double least = std::numeric_limits<double>::max();
    const auto tops = beginnings(bubble.height(), around, &QRectF::top, &QRectF::bottom);
    for (const double left : beginnings(bubble.width(), around, &QRectF::left, &QRectF::right)) {
        for (const double top : tops) {
            const QRectF place(QPointF(left, top), bubble);
            const double found = cost(place, around);
            if (found < least) {
                least = found;
                best = place;
            }
        }
    }
    return { best, least < kGood };
}

} // namespace netwright::widgets
