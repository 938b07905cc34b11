// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/annotation_layer.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/group_item.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/note_item.hpp"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

namespace netwright::widgets {

using network::Group;
using network::GroupId;
using network::Note;
using network::NoteId;

namespace {
    void paintItem(QPainter& painter, QGraphicsItem& item, const QRectF& exposed)
    {
        if (!item.sceneBoundingRect().intersects(exposed))
            return;
        QStyleOptionGraphicsItem option;
        option.state.setFlag(QStyle::State_Selected, item.isSelected());
        painter.save();
        painter.translate(item.pos());
        item.paint(&painter, &option, nullptr);
        painter.restore();
    }
} // namespace

AnnotationLayer::AnnotationLayer(GraphScene& scene)
    : m_scene(scene)
{
}

void AnnotationLayer::update()
{
    updateNotes();
    updateGroups();
}

void AnnotationLayer::updateNotes()
{
    auto gone = m_notes;
    for (const auto& note : m_scene.network().notes) {
        gone.erase(note.id);
        if (auto& item = m_notes[note.id]) {
            item->setNote(note);
        } else {
            item = new NoteItem(note, m_scene.style());
            m_scene.addItem(item);
        }
    }
    for (const auto& [id, item] : gone) {
        m_notes.erase(id);
        delete item;
    }
}

void AnnotationLayer::updateGroups()
{
    auto gone = m_groups;
    for (const auto& group : m_scene.network().groups) {
        gone.erase(group.id);
        auto& item = m_groups[group.id];
        if (!item) {
            item = new GroupItem(group, m_scene.style());
            m_scene.addItem(item);
        }
        item->show(group, around(group));
    }
    for (const auto& [id, item] : gone) {
        m_groups.erase(id);
        delete item;
    }
}

QRectF AnnotationLayer::around(const Group& group) const
{
    QRectF rect;
    for (const auto id : group.nodes) {
        if (const auto* node = m_scene.item(id))
            rect |= geometry::nodeRect().translated(node->pos());
    }
    return rect;
}

void AnnotationLayer::followNodes()
{
    for (const auto& [id, item] : m_groups)
        item->setAround(around(item->group()));
}

void AnnotationLayer::restyle()
{
    for (const auto& [id, item] : m_notes)
        item->restyle();
    for (const auto& [id, item] : m_groups)
        item->restyle();
}

NoteItem* AnnotationLayer::item(NoteId id) const
{
    const auto it = m_notes.find(id);
    return it == m_notes.end() ? nullptr : it->second;
}

GroupItem* AnnotationLayer::item(GroupId id) const
{
    const auto it = m_groups.find(id);
    return it == m_groups.end() ? nullptr : it->second;
}

NoteItem* AnnotationLayer::noteAt(QPointF point) const
{
    for (auto* found : m_scene.items(point)) {
        if (auto* note = qgraphicsitem_cast<NoteItem*>(found))
            return note;
    }
    return nullptr;
}

GroupItem* AnnotationLayer::groupAt(QPointF point) const
{
    for (auto* found : m_scene.items(point)) {
        if (auto* group = qgraphicsitem_cast<GroupItem*>(found))
            return group;
    }
    return nullptr;
}

QRectF AnnotationLayer::rect() const
{
    QRectF rect;
    for (const auto& [id, note] : m_notes)
        rect |= note->sceneBoundingRect();
    for (const auto& [id, group] : m_groups)
        rect |= group->sceneBoundingRect();
    return rect;
}

void AnnotationLayer::paint(QPainter& painter, const QRectF& exposed) const
{
    for (const auto& [id, group] : m_groups)
        paintItem(painter, *group, exposed);
    for (const auto& [id, note] : m_notes)
        paintItem(painter, *note, exposed);
}

} // namespace netwright::widgets
