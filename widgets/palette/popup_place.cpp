// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/popup_place.hpp"

#include "widgets/theme.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace netwright::widgets {

namespace {
    /// Not QRect::right() and bottom(), which lie one before the end.
    QRect within(QPoint corner, QSize size, const QRect& room)
    {
        const auto fit = size.boundedTo(room.size());
        const auto last = room.topLeft() + QPoint(room.width() - fit.width(), room.height() - fit.height());
        return { QPoint(std::clamp(corner.x(), room.left(), last.x()),
                        std::clamp(corner.y(), room.top(), last.y())),
                 fit };
    }

    int hidden(const QRect& popup, const QRect& spared)
    {
        const auto covered = popup.intersected(spared);
        return covered.width() * covered.height();
    }

    /// The wider of the two bands, as far as they are high enough.
    std::optional<QRect> aboveOrBelow(const PopupPlace& place, QSize size, int leastHeight, const QRect& kept)
    {
        const int above = kept.top() - place.room.top();
        const int below = place.room.top() + place.room.height() - kept.top() - kept.height();
        const bool isBelow = below >= size.height() || below >= above;
        const int height = std::min(size.height(), isBelow ? below : above);
        if (height < leastHeight)
            return std::nullopt;
        const int top = isBelow ? kept.top() + kept.height() : kept.top() - height;
        return within({ place.wanted.x(), top }, { size.width(), height }, place.room);
    }
} // namespace

QRect popupRect(const PopupPlace& place, QSize size, int leastHeight)
{
    const auto& [wanted, spared, room] = place;
    const auto kept = spared.adjusted(-kGrid, -kGrid, kGrid, kGrid);
    std::array places { within(wanted, size, room),
                        within({ kept.left() + kept.width(), wanted.y() }, size, room),
                        within({ kept.left() - size.width(), wanted.y() }, size, room) };
    const auto best
        = std::ranges::min_element(places, {}, [&](const QRect& each) { return hidden(each, spared); });
    if (hidden(*best, spared) == 0)
        return *best;
    return aboveOrBelow(place, size, leastHeight, kept).value_or(*best);
}

} // namespace netwright::widgets
