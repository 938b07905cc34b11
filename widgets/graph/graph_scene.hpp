// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"
#include "widgets/graph/annotation_layer.hpp"
#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/heat_map.hpp"
#include "widgets/graph/node_grid.hpp"
#include "widgets/graph/selection.hpp"

#include <QGraphicsScene>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace netwright::widgets {

class KnownNodes;
class LinkItem;
class NodeItem;

/// A port under the mouse.
struct PortHit {
    NodeItem* item = nullptr;
    geometry::Side side = geometry::Side::Input;
    int port = 0;
};

/// The picture of a network. It owns no truth: setNetwork() brings the items in line with a value, keeping
/// those whose node or link is still there and redrawing only what differs.
class GraphScene : public QGraphicsScene {
    Q_OBJECT

public:
    explicit GraphScene(QObject* parent = nullptr);
    ~GraphScene() override;

    /// The analysis is shared, not copied; the same one again says that nothing but places can be different.
    void setNetwork(const network::Network& network, std::shared_ptr<const network::Analysis> analysis);
    [[nodiscard]] const network::Network& network() const { return m_network; }
    [[nodiscard]] const network::Analysis& analysis() const { return *m_analysis; }

    [[nodiscard]] NodeItem* item(network::NodeId id) const; ///< null where there is none
    [[nodiscard]] LinkItem* item(const network::Link& link) const;
    [[nodiscard]] const std::map<network::NodeId, NodeItem*>& nodeItems() const { return m_nodes; }
    [[nodiscard]] const std::map<network::Link, LinkItem*>& linkItems() const { return m_links; }
    [[nodiscard]] NodeItem* nodeAt(QPointF point) const;
    [[nodiscard]] std::optional<PortHit> portAt(QPointF point) const;
    /// The rectangles of the nodes that touch `area`.
    [[nodiscard]] std::vector<QRectF> nodesWithin(const QRectF& area) const { return m_grid.within(area); }

    [[nodiscard]] Selection selection() const;
    void select(const Selection& selection); ///< one selectionChanged(), where it changes
    /// Of these nodes and notes, as far as they are there.
    [[nodiscard]] std::vector<QRectF> placesOf(const Selection& what) const;
    /// Around all nodes, their links, notes and groups; empty for none.
    [[nodiscard]] QRectF nodesRect() const;
    [[nodiscard]] AnnotationLayer& annotations() { return m_annotations; }
    [[nodiscard]] const AnnotationLayer& annotations() const { return m_annotations; }

    /// Moves a node and the ends of its links on the screen alone, while it is being dragged.
    void place(NodeItem& node, QPointF position);
    /// Back to where the network has them.
    void placeAll();
    void restyle();
    void setRouting(Routing routing);
    void setShownCosts(ShownCosts costs);
    void setHeat(HeatMap heat);
    [[nodiscard]] const HeatMap& heat() const { return m_heat; }
    [[nodiscard]] const CanvasStyle& style() const { return m_style; }
    /// Another number whenever anything looks different but what is selected, under the mouse or dragged.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

protected:
    void helpEvent(QGraphicsSceneHelpEvent* event) override;

private:
    using Nodes = std::set<network::NodeId>;
    /// Those that are new or look different from before; `places` takes where nodes came, went or were moved.
    Nodes updateNodes(const network::Network& network, const network::Analysis& analysis,
                      std::vector<QRectF>& places);
    void removeAllBut(const KnownNodes& nodes, std::vector<QRectF>& places);
    /// Of these nodes, and those that are new.
    void updateLinks(const std::vector<network::Link>& before, const Nodes& touched);
    /// The shapes of what leaves this node, each said once.
    void placeLabels(network::NodeId from);
    void removeLink(const network::Link& link);
    void addLink(const network::Link& link);
    void setPlace(NodeItem& node, QPointF position);
    void updateLink(LinkItem& link);
    void placeLink(LinkItem& link);
    void placeLinks();
    void showHeat();
    [[nodiscard]] const NodeItem* faultNear(const QGraphicsSceneHelpEvent& event) const;
    void stressLinks(); ///< those of selected nodes, and those on the ways between them
    /// Links of other nodes that go around them.
    void placeLinksNear(const std::vector<QRectF>& places, const Nodes& placed);

    network::Network m_network;
    std::shared_ptr<const network::Analysis> m_analysis = std::make_shared<const network::Analysis>();
    CanvasStyle m_style;
    HeatMap m_heat;
    std::uint64_t m_revision = 0;
    bool m_hasHeat = false; ///< nodes may have colours of it
    std::map<network::NodeId, NodeItem*> m_nodes;
    NodeGrid m_grid; ///< of m_nodes
    std::map<network::Link, LinkItem*> m_links;
    std::map<network::NodeId, std::vector<LinkItem*>> m_linksOf; ///< by either end
    std::set<network::Link> m_stressed;
    AnnotationLayer m_annotations { *this };
};

} // namespace netwright::widgets
