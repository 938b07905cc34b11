// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QPointF>

#include <set>

namespace netwright::widgets {

class GraphScene;

/// Selected nodes that follow the mouse. The network learns of it at the end only.
class MoveDrag {
public:
    /// `grabbed` is the node under the mouse: it is the one that lands on the grid.
    MoveDrag(GraphScene& scene, network::NodeId grabbed, QPointF start);

    void moveTo(QPointF point);
    /// Puts everything back where the network has it, and says how far it was moved.
    [[nodiscard]] QPointF finish();
    [[nodiscard]] const std::set<network::NodeId>& nodes() const { return m_nodes; }

private:
    GraphScene& m_scene;
    network::NodeId m_grabbed;
    QPointF m_start;
    QPointF m_offset;
    std::set<network::NodeId> m_nodes;
};

} // namespace netwright::widgets
