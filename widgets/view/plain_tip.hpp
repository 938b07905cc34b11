// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace netwright::widgets {

/// For a tool tip: shows the text as it stands, also where a name in it, out of a file, looks like HTML.
[[nodiscard]] QString plainTip(const QString& text);

} // namespace netwright::widgets
