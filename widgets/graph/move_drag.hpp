// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/selection.hpp"

#include <QPointF>

#include <functional>
#include <optional>

namespace netwright::widgets {

class GraphScene;

/// Selected nodes and notes that follow the mouse. The network learns of it at the end only. A single node
/// without links shows which link it would be put on.
class MoveDrag {
public:
    using Snap = std::function<QPointF(QPointF)>;

    /// `home` is where the thing under the mouse stands: it is the one that `snap` puts on the grid.
    MoveDrag(GraphScene& scene, QPointF home, QPointF start, Snap snap);
    ~MoveDrag();
    MoveDrag(const MoveDrag&) = delete;
    MoveDrag& operator=(const MoveDrag&) = delete;

    void moveTo(QPointF point);
    /// Puts everything back where the network has it, and says how far it was moved.
    [[nodiscard]] QPointF finish();
    [[nodiscard]] const Selection& what() const { return m_what; }
    /// Where letting go here puts the node.
    [[nodiscard]] const std::optional<network::Link>& target() const { return m_target; }

private:
    void aim();

    GraphScene& m_scene;
    QPointF m_home;
    QPointF m_start;
    Snap m_snap;
    QPointF m_offset;
    Selection m_what;
    std::optional<network::Link> m_target;
};

} // namespace netwright::widgets
