// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/focus_walk.hpp"
#include "widgets/graph/link_drag.hpp"

class QKeyEvent;

namespace netwright::widgets {

/// A link that is made by the keyboard: a part of the other layer's name is typed, or the arrows choose it.
/// What would be linked is drawn all the while, as under the mouse.
class KeyLink {
public:
    /// From a port of a node; the link ends at the other side of another one.
    KeyLink(GraphScene& scene, network::NodeId start, geometry::Side side);

    /// Types, or chooses with the arrows and Tab; false for a key that means nothing here.
    bool press(const QKeyEvent& event);
    /// What Enter would make; nothing where no layer is meant.
    [[nodiscard]] const std::optional<network::Link>& link() const { return m_drag.link(); }
    [[nodiscard]] const QString& refusal() const { return m_drag.refusal(); }
    [[nodiscard]] std::optional<network::NodeId> aimed() const { return m_aimed; }
    /// "conv1 -> add_1, input 2 of 2", and what was typed.
    [[nodiscard]] QString text() const;

private:
    [[nodiscard]] static PortHit startOf(GraphScene& scene, network::NodeId start, geometry::Side side);
    [[nodiscard]] std::vector<network::NodeId> matches() const; ///< of what was typed, the best first
    [[nodiscard]] int ports(network::NodeId node) const;
    void type(const QString& text);
    void step(Heading heading);
    void aim(std::optional<network::NodeId> node);
    void aimAtPort(int port);
    [[nodiscard]] std::optional<network::NodeId> first() const;

    GraphScene& m_scene;
    network::NodeId m_start;
    geometry::Side m_endSide;
    LinkDrag m_drag;
    std::set<network::NodeId> m_candidates;
    std::optional<network::NodeId> m_aimed;
    int m_port = 0;
    QString m_typed;
};

} // namespace netwright::widgets
