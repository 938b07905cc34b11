// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPainter;
class QRectF;

namespace netwright::widgets {

class GraphScene;

enum class FarDetail { Colours, Names };

/// Draws the nodes and links of a scene as they look from afar: rectangles in the colours of their categories
/// and straight lines, or plain cards with their names, all in a few strokes. Item by item, thousands would
/// take longer than a frame.
void paintFromAfar(QPainter& painter, const GraphScene& scene, const QRectF& exposed, FarDetail detail);

} // namespace netwright::widgets
