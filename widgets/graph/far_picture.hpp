// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QGraphicsItem;
class QPainter;
class QRectF;

namespace netwright::widgets {

class GraphScene;

enum class FarDetail {
    Map, ///< Colours, without badges: there is no room for them
    Colours,
    Names
};

/// Draws the nodes and links of a scene as they look from afar: rectangles in the colours of their categories
/// and straight lines, or plain cards with their names, all in a few strokes. Item by item, thousands would
/// take longer than a frame. What is selected is not in it: a picture to be kept, over which that is drawn.
void paintFromAfar(QPainter& painter, const GraphScene& scene, const QRectF& exposed, FarDetail detail);

/// Links that are selected, or belong to what is, or are aimed at.
void paintMarkedLinksFromAfar(QPainter& painter, const GraphScene& scene, FarDetail detail);

/// Outlines of the selected nodes, as paintFromAfar() draws them.
void paintSelectionFromAfar(QPainter& painter, const GraphScene& scene);

/// An item of the scene, where it stands; nothing where it is hidden.
void paintOver(QPainter& painter, QGraphicsItem& item);

} // namespace netwright::widgets
