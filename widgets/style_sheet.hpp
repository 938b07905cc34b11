// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.hpp"

namespace netwright::widgets {

/// What the palette cannot say: rounded corners, thin borders, quiet scroll bars.
///
/// Widgets choose a variant by a dynamic property, a bool: QPushButton "primary", "menu" (room for its
/// arrow); QToolButton "primary"; QFrame "card"; QListView "links" (a click opens); QSplitter "gap" (between
/// cards).
[[nodiscard]] QString styleSheet();

} // namespace netwright::widgets
