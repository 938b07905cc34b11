// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QValueAxis;

namespace netwright::widgets {

/// Sets a range with ticks at 1, 2 or 5 times a power of ten, about `ticks` of them, with labels of fitting
/// precision.
void setNiceRange(QValueAxis& axis, double from, double to, int ticks, bool isPercent);

} // namespace netwright::widgets
