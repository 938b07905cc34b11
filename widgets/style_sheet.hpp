// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.hpp"

namespace netwright::widgets {

/// What the palette cannot say: rounded corners, thin borders, quiet scroll bars.
///
/// Widgets choose a variant by a dynamic property: QPushButton "primary", "danger" (both bool); QFrame
/// "card", and QSplitter "gap" (between cards; both bool).
[[nodiscard]] QString styleSheet();

} // namespace netwright::widgets
