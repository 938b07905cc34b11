// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/node_card.hpp"

#include <QFont>
#include <QGlyphRun>
#include <QList>
#include <QStaticText>

class QPainter;

namespace netwright::widgets {

/// A card with its texts laid out, once, for painting at every frame. Of thousands of nodes few are ever near
/// enough to be read: the texts wait for the first painting.
struct NodeFace {
    NodeCard card;
    bool isLaidOut = false;
    QStaticText name;
    QStaticText farName; ///< larger, for a view from afar
    QFont farNameFont; ///< that it fits in
    /// As large as the card has room. Glyphs, not a QStaticText: that would lay itself out at every new zoom,
    /// and here hundreds are in sight.
    QList<QGlyphRun> onlyName;
    double onlyNameHeight = 0;
    bool isOnlyNameLaidOut = false;
    QStaticText subtitle;
    QStaticText cost;
    QStaticText shape; ///< below an output that feeds nothing; on a link otherwise
    QStaticText repeat; ///< of a block: "× 3"
};

void layOut(NodeFace& face, const CanvasStyle& style); ///< all but onlyName
void layOutOnlyName(NodeFace& face, const CanvasStyle& style);

/// What the mouse and the keyboard have to do with a node at the moment.
struct NodeState {
    bool isSelected = false;
    bool isHovered = false;
    bool isOutputLinked = false;
    QColor heat; ///< of the heat view; invalid: none
    std::optional<geometry::Side> target; ///< a link that is being drawn may end at this side's ports
    int aimedPort = -1; ///< ... and would end at this one
};

/// Draws a node, laid out, around the origin. `scale`: device pixels per unit; details that would be
/// illegible are left out.
void paintNode(QPainter& painter, const NodeFace& face, const NodeState& state, const CanvasStyle& style,
               double scale);
/// A red disc for an error, an amber triangle for a warning; 14 units wide at `size` 1.
void paintBadge(QPainter& painter, QPointF centre, double size, bool isWarning, const CanvasStyle& style);
/// Draws its ground and its name alone, around `place`, in a few strokes.
void paintNodeName(QPainter& painter, QPointF place, const NodeFace& face, const NodeState& state,
                   const CanvasStyle& style);

} // namespace netwright::widgets
