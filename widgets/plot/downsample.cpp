// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/downsample.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace netwright::widgets {

namespace {
    /// The points of one pixel column that matter, as indices.
    struct Bucket {
        std::size_t first = 0, lowest = 0, highest = 0, last = 0;

        explicit Bucket(std::size_t index)
            : first(index)
            , lowest(index)
            , highest(index)
            , last(index)
        {
        }

        void add(std::size_t index, std::span<const double> y)
        {
            if (y[index] < y[lowest])
                lowest = index;
            if (y[index] > y[highest])
                highest = index;
            last = index;
        }

        void flush(std::span<const double> x, std::span<const double> y, QList<QPointF>& into) const
        {
            std::array indices { first, lowest, highest, last };
            std::ranges::sort(indices);
            const auto unique = std::ranges::unique(indices);
            for (auto it = indices.begin(); it != unique.begin(); ++it)
                into.append({ x[*it], y[*it] });
        }
    };
} // namespace

QList<QPointF> downsample(std::span<const double> x, std::span<const double> y, double left, double right,
                          int columns)
{
    const std::size_t count = std::min(x.size(), y.size());
    x = x.first(count);
    auto begin = static_cast<std::size_t>(std::ranges::lower_bound(x, left) - x.begin());
    auto end = static_cast<std::size_t>(std::ranges::upper_bound(x, right) - x.begin());
    begin -= begin > 0 ? 1 : 0;
    end += end < count ? 1 : 0;

    QList<QPointF> points;
    if (begin >= end)
        return points;
    const double width = std::max(right - left, 1e-300) / std::max(columns, 1);
    std::optional<Bucket> bucket;
    double column = 0;
    for (std::size_t i = begin; i < end; ++i) {
        if (!std::isfinite(y[i]) || !std::isfinite(x[i]))
            continue;
        const double at = std::clamp(std::floor((x[i] - left) / width), -1.0, static_cast<double>(columns));
        if (bucket && at == column) {
            bucket->add(i, y);
            continue;
        }
        if (bucket)
            bucket->flush(x, y, points);
        bucket.emplace(i);
        column = at;
    }
    if (bucket)
        bucket->flush(x, y, points);
    return points;
}

} // namespace netwright::widgets
