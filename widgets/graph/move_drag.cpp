// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/move_drag.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/node_item.hpp"

namespace netwright::widgets {

MoveDrag::MoveDrag(GraphScene& scene, network::NodeId grabbed, QPointF start)
    : m_scene(scene)
    , m_grabbed(grabbed)
    , m_start(start)
    , m_nodes(scene.selection().nodes)
{
}

void MoveDrag::moveTo(QPointF point)
{
    const auto* grabbed = m_scene.network().find(m_grabbed);
    if (!grabbed)
        return;
    const QPointF home(grabbed->position.x, grabbed->position.y);
    m_offset = geometry::snapped(home + point - m_start) - home;
    for (const auto& node : m_scene.network().nodes) {
        if (m_nodes.contains(node.id))
            m_scene.place(*m_scene.item(node.id), QPointF(node.position.x, node.position.y) + m_offset);
    }
}

QPointF MoveDrag::finish()
{
    m_scene.placeAll();
    return m_offset;
}

} // namespace netwright::widgets
