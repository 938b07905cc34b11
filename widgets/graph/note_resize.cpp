// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/note_resize.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/note_item.hpp"

#include <algorithm>
#include <utility>

namespace netwright::widgets {

NoteResize::NoteResize(GraphScene& scene, const network::Note& note, QPointF start, Snap snap)
    : m_scene(scene)
    , m_before(note)
    , m_after(note)
    , m_start(start)
    , m_snap(std::move(snap))
{
}

void NoteResize::moveTo(QPointF point)
{
    const QPointF corner(m_before.position.x + m_before.size.width,
                         m_before.position.y + m_before.size.height);
    const auto aimed = m_snap(corner + point - m_start);
    m_after.size = { std::clamp(aimed.x() - m_before.position.x, network::kSmallestNote.width,
                                network::kLargestNote.width),
                     std::clamp(aimed.y() - m_before.position.y, network::kSmallestNote.height,
                                network::kLargestNote.height) };
    if (auto* item = m_scene.annotations().item(m_before.id))
        item->setSize({ m_after.size.width, m_after.size.height });
}

network::Note NoteResize::finish()
{
    if (auto* item = m_scene.annotations().item(m_before.id))
        item->setNote(m_before);
    return m_after;
}

} // namespace netwright::widgets
