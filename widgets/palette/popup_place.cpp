// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/popup_place.hpp"

#include "widgets/theme.hpp"

#include <algorithm>
#include <array>

namespace netwright::widgets {

namespace {
    QPoint within(QPoint place, QSize size, const QRect& room)
    {
        return { std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - size.width())),
                 std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - size.height())) };
    }
} // namespace

QPoint popupPlace(QPoint wanted, QSize size, const QRect& spared, const QRect& room)
{
    const auto kept = spared.adjusted(-kGrid, -kGrid, kGrid, kGrid);
    const std::array places { wanted, QPoint(kept.right() + 1, wanted.y()),
                              QPoint(kept.left() - size.width(), wanted.y()),
                              QPoint(wanted.x(), kept.bottom() + 1),
                              QPoint(wanted.x(), kept.top() - size.height()) };
    for (const auto place : places) {
        const auto inside = within(place, size, room);
        if (spared.isNull() || !QRect(inside, size).intersects(spared))
            return inside;
    }
    return within(wanted, size, room);
}

} // namespace netwright::widgets
