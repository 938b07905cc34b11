// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPainter;
class QStyleOption;

namespace netwright::widgets {

/// The square of a check box, with a frame that stands out from the page in either theme, and a tick or a
/// dash.
void paintCheckMark(QPainter& painter, const QStyleOption& option);

} // namespace netwright::widgets
