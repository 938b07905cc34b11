// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <QPointF>
#include <QRectF>

#include <map>

class QPainter;

namespace netwright::widgets {

class GraphScene;
class GroupItem;
class NoteItem;

/// The notes and the groups of a scene: keeps their items in line with the network, and the frames of groups
/// around their nodes, wherever those are dragged. Belongs to the scene.
class AnnotationLayer {
public:
    explicit AnnotationLayer(GraphScene& scene);

    /// Of the scene's network.
    void update();
    /// Nodes were dragged.
    void followNodes();
    void restyle();

    [[nodiscard]] NoteItem* item(network::NoteId id) const; ///< null where there is none
    [[nodiscard]] GroupItem* item(network::GroupId id) const;
    [[nodiscard]] NoteItem* noteAt(QPointF point) const;
    [[nodiscard]] GroupItem* groupAt(QPointF point) const; ///< whose tab or border is there
    /// Around all of them; empty for none.
    [[nodiscard]] QRectF rect() const;
    /// As items would be drawn, for a view that draws everything at once. `exposed` is in the scene.
    void paint(QPainter& painter, const QRectF& exposed) const;

private:
    void updateNotes();
    void updateGroups();
    [[nodiscard]] QRectF around(const network::Group& group) const;

    GraphScene& m_scene;
    std::map<network::NoteId, NoteItem*> m_notes;
    std::map<network::GroupId, GroupItem*> m_groups;
};

} // namespace netwright::widgets
