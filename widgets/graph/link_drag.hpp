// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/layer_request.hpp"

#include <QString>

#include <memory>
#include <set>

class QGraphicsPathItem;
class QGraphicsTextItem;

namespace netwright::widgets {

/// A link that is being drawn with the mouse, from either end. Nodes where it may end show it; where it may
/// not, the reason stands at the mouse.
class LinkDrag {
public:
    LinkDrag(GraphScene& scene, const PortHit& start, QPointF point);
    ~LinkDrag();
    LinkDrag(const LinkDrag&) = delete;
    LinkDrag& operator=(const LinkDrag&) = delete;

    void moveTo(QPointF point);
    /// What letting go here makes; nothing over empty canvas and where refused.
    [[nodiscard]] const std::optional<network::Link>& link() const { return m_link; }
    /// Why nothing is made here; empty over empty canvas.
    [[nodiscard]] const QString& refusal() const { return m_refusal; }
    /// Where it comes from.
    [[nodiscard]] Pull pull() const;
    /// Whether the node has a port where it may end.
    [[nodiscard]] bool mayEndAt(const NodeItem& node) const;
    /// The port that is meant where the whole node is aimed at.
    [[nodiscard]] int freePort(const NodeItem& node) const;

private:
    [[nodiscard]] std::optional<PortHit> aim(QPointF point) const;
    [[nodiscard]] network::Link linkTo(const PortHit& end) const;
    void offerTargets(bool isOffering);
    void draw(QPointF end);

    GraphScene& m_scene;
    network::NodeId m_startNode;
    int m_startPort;
    geometry::Side m_endSide;
    std::set<network::NodeId> m_forbidden; ///< would close a cycle
    NodeItem* m_aimed = nullptr;
    std::optional<network::Link> m_link;
    QString m_refusal;
    std::unique_ptr<QGraphicsPathItem> m_curve;
    std::unique_ptr<QGraphicsTextItem> m_message;
};

} // namespace netwright::widgets
