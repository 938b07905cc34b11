// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/focus_walk.hpp"

#include <memory>

class QGraphicsItem;

namespace netwright::widgets {

class GraphScene;

/// The node that the keyboard is on, and the mark around it. It follows what is selected; where its node goes
/// away, it goes to the nearest of those that were linked to it, else to what stands nearest.
class NodeFocus {
public:
    explicit NodeFocus(GraphScene& scene);
    ~NodeFocus();
    NodeFocus(const NodeFocus&) = delete;
    NodeFocus& operator=(const NodeFocus&) = delete;

    [[nodiscard]] std::optional<network::NodeId> node() const { return m_node; }
    void set(network::NodeId node);
    void forget(); ///< it is on no node now
    /// Where the arrow leads: from nowhere to the first node; nothing where it leads nowhere.
    [[nodiscard]] std::optional<network::NodeId> ahead(Heading heading) const;
    /// What is selected, or the network, has changed.
    void follow();
    /// The mark shows while the canvas has the keyboard, and it was used, where the selection does not tell.
    void setMarked(bool isMarked);
    [[nodiscard]] bool isMarked() const { return m_isMarked; }
    [[nodiscard]] QGraphicsItem& mark() const { return *m_mark; }

private:
    void showMark();
    void lookAround(); ///< from m_node
    [[nodiscard]] QPointF placeOf(network::NodeId node) const;

    GraphScene& m_scene;
    std::optional<network::NodeId> m_node;
    QPointF m_place; ///< of the node
    std::set<network::NodeId> m_linked; ///< with the node
    bool m_isMarked = false;
    std::unique_ptr<QGraphicsItem> m_mark;
};

} // namespace netwright::widgets
