// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>

namespace netwright::widgets {

/// What a popup is opened for, on the screen.
struct PopupPlace {
    QPoint wanted; ///< its upper left corner, where that leaves `spared` in sight
    QRect spared; ///< stays in sight; null: every place is free
    QRect room; ///< where popups may be
};

/// Where a popup of this size stands: where it is wanted, else beside what is spared: at its right, at its
/// left, below or above, made lower to fit there, but not below `leastHeight`. Where nothing of it helps, as
/// much of what is spared as possible stays in sight. Always within the room: it is cut to it.
[[nodiscard]] QRect popupRect(const PopupPlace& place, QSize size, int leastHeight);

} // namespace netwright::widgets
