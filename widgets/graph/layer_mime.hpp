// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace netwright::widgets {

/// A layer kind's id, dragged from the palette to the canvas.
inline const QString kLayerMime = QStringLiteral("application/x-netwright-layer");

} // namespace netwright::widgets
