// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/axis_range.hpp"

#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    double niceStep(double span, int ticks)
    {
        const double rough = span / std::max(ticks, 1);
        const double power = std::pow(10.0, std::floor(std::log10(rough)));
        for (const double factor : { 1.0, 2.0, 5.0 }) {
            if (rough <= factor * power * 1.0001)
                return factor * power;
        }
        return 10 * power;
    }
} // namespace

void setNiceRange(QValueAxis& axis, double from, double to, int ticks, bool isPercent)
{
    const double span = to - from;
    if (!std::isfinite(span) || span <= 0)
        return;
    const double step = niceStep(span, ticks);
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step * 1.0001))), 0, 8);
    // The ticks first: with an old, much smaller interval a new range would draw thousands of lines.
    axis.setTickType(QValueAxis::TicksFixed);
    axis.setRange(from, to);
    axis.setTickInterval(step);
    axis.setTickAnchor(0);
    axis.setTickType(QValueAxis::TicksDynamic);
    axis.setLabelFormat(QStringLiteral("%.%1f").arg(digits)
                        + (isPercent ? QStringLiteral(" %%") : QString()));
}

} // namespace netwright::widgets
