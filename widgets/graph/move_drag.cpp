// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/move_drag.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/link_target.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_item.hpp"

#include <utility>

namespace netwright::widgets {

MoveDrag::MoveDrag(GraphScene& scene, QPointF home, QPointF start, Snap snap)
    : m_scene(scene)
    , m_home(home)
    , m_start(start)
    , m_snap(std::move(snap))
    , m_what(scene.selection())
{
    m_what.links.clear();
}

MoveDrag::~MoveDrag() { showTarget(m_scene, m_target, {}); }

void MoveDrag::moveTo(QPointF point)
{
    m_offset = m_snap(m_home + point - m_start) - m_home;
    for (const auto& node : m_scene.network().nodes) {
        if (m_what.nodes.contains(node.id))
            m_scene.place(*m_scene.item(node.id), QPointF(node.position.x, node.position.y) + m_offset);
    }
    for (const auto& note : m_scene.network().notes) {
        if (m_what.notes.contains(note.id))
            m_scene.annotations().item(note.id)->setPos(QPointF(note.position.x, note.position.y) + m_offset);
    }
    m_scene.annotations().followNodes();
    aim();
}

void MoveDrag::aim()
{
    if (m_what.nodes.size() != 1 || !m_what.notes.empty())
        return;
    const auto id = *m_what.nodes.begin();
    auto aimed = linkUnder(m_scene, m_scene.item(id)->pos(), id);
    showTarget(m_scene, m_target, aimed);
    m_target = std::move(aimed);
}

QPointF MoveDrag::finish()
{
    m_scene.placeAll();
    return m_offset;
}

} // namespace netwright::widgets
