// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>

namespace netwright::widgets {

/// Where a popup of this size stands: at `wanted` where that leaves `spared` in sight, else beside `spared`:
/// at its right, at its left, below or above; always within `room`, if that is large enough. A null `spared`
/// leaves every place free.
[[nodiscard]] QPoint popupPlace(QPoint wanted, QSize size, const QRect& spared, const QRect& room);

} // namespace netwright::widgets
