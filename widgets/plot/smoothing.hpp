// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace netwright::widgets {

/// The exponential mean of about the last `window` values at each of them: m = m + (y - m) / window, the mean
/// of all so far at the beginning. Values that are not finite are passed over.
[[nodiscard]] std::vector<double> smoothed(std::span<const double> y, double window);

} // namespace netwright::widgets
