// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/compare.hpp"

#include <QColor>
#include <QString>

/// How a change between two networks looks, on canvases and in tables: by a colour and by a sign.
namespace netwright::widgets {

[[nodiscard]] QColor changeColour(network::Change change);
[[nodiscard]] QString changeSign(network::Change change); ///< "+", "−", "≠", "≈"
[[nodiscard]] QString changeText(network::Change change); ///< "added"

} // namespace netwright::widgets
