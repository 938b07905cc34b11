// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>

#include <span>

namespace netwright::widgets {

/// What a curve of any length looks like on `columns` pixels between `left` and `right`: of each pixel column
/// its first, lowest, highest and last point, in order. No spike is lost, at most 4 * columns + 2 points
/// remain (one on either side of the range, so that the line leaves the picture). `x` ascends; points that
/// are not finite are left out.
[[nodiscard]] QList<QPointF> downsample(std::span<const double> x, std::span<const double> y, double left,
                                        double right, int columns);

} // namespace netwright::widgets
