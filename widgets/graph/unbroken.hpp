// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace netwright::widgets {

/// The text with spaces that do not break in shapes such as "32 x 26 x 26": each stays in one line.
[[nodiscard]] QString unbroken(QString text);

} // namespace netwright::widgets
