// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QPixmap>

namespace netwright::widgets {

/// A network as the canvas shows it, on nothing: as large as fits into `room`, at most `largestScale` times
/// its size. A height of 0 has no limit. In device pixels of a screen with this ratio.
[[nodiscard]] QPixmap networkPicture(const network::Network& network, const network::Analysis& analysis,
                                     QSize room, double largestScale, double pixelRatio);

} // namespace netwright::widgets
