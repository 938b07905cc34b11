// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/smoothing.hpp"

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

std::vector<double> smoothed(std::span<const double> y, double window)
{
    std::vector<double> means;
    means.reserve(y.size());
    double mean = std::nan("");
    double seen = 0;
    for (const double value : y) {
        if (std::isfinite(value)) {
            seen = std::min(seen + 1, std::max(window, 1.0));
            mean = seen > 1 ? mean + (value - mean) / seen : value;
        }
        means.push_back(mean);
    }
    return means;
}

} // namespace netwright::widgets
