// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/far_picture.hpp"
#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/pan_zoom_view.hpp"

#include <QPixmap>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace netwright::widgets {

class CanvasHint;
class HeatLegend;
class Minimap;

/// What the node editor shows: a network, near as items and from afar as one drawing; a map of it, a heat
/// view with its legend, a hint; and what of it is in sight.
class GraphCanvas : public PanZoomView {
    Q_OBJECT

public:
    explicit GraphCanvas(QWidget* parent = nullptr);

    [[nodiscard]] const network::Network& network() const { return m_scene->network(); }
    [[nodiscard]] GraphScene& graph() const { return *m_scene; }
    [[nodiscard]] Selection selection() const { return m_scene->selection(); }
    void select(const Selection& selection) { m_scene->select(selection); }

    void setRouting(Routing routing) { m_scene->setRouting(routing); }
    void setShownCosts(ShownCosts costs) { m_scene->setShownCosts(costs); }
    /// Colours the nodes by what they cost; by Time once setMeasured() has told it.
    void setHeat(Heat heat);
    void setMeasured(const std::map<network::NodeId, double>& milliseconds);
    void setMinimapWanted(bool isWanted);
    /// What lies over the canvas and hides a part of it, in scene coordinates.
    [[nodiscard]] std::vector<QRectF> overlays() const;
    /// What the keyboard is doing; hidden where nothing is to be said.
    [[nodiscard]] CanvasHint& hint() const { return *m_hint; }
    /// What stands on the canvas while there is no node.
    void setEmptyText(const QString& title, const QString& text);
    [[nodiscard]] const QString& emptyText() const { return m_emptyText; }

    void fitAll();
    void fitReadable() { PanZoomView::fitReadable(m_scene->nodesRect(), kNameScale); }
    void fitSelection(); ///< all where nothing is selected
    /// Shows the network, another one than before, as the person last saw what has this name, else all of it.
    virtual void showAs(const QString& name);
    void forgetSights();

signals:
    void told(const QString& remark); ///< something to know about what is shown

protected:
    void showNetwork(const network::Network& network, std::shared_ptr<const network::Analysis> analysis);
    void placeMinimap(); ///< off what the person works at, which has moved
    /// A mouse button is held down on the canvas.
    [[nodiscard]] virtual bool isHeld() const { return false; }
    /// Nodes or notes are on their way.
    [[nodiscard]] virtual bool isDragging() const { return false; }
    /// Something is being drawn between the items: they are needed from afar too.
    [[nodiscard]] virtual bool needsItems() const { return false; }
    /// What stands over the nodes for a while, from afar too.
    [[nodiscard]] virtual std::vector<QGraphicsItem*> marks() const { return {}; }
    void paintEvent(QPaintEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// All of the scene that is in sight, from afar, but for what is selected.
    [[nodiscard]] const QPixmap& farPicture(FarDetail detail);
    void paintBubbles(QPainter& painter) const; ///< those of selected nodes, over a drawing of all
    [[nodiscard]] bool isFar() const; ///< too far to read: nodes and links are drawn at once, not as items
    void showHeat();
    [[nodiscard]] QString heatRemark() const;

    /// What a picture shows.
    struct FarSight {
        QTransform transform;
        std::uint64_t revision = 0; ///< of the scene
        double pixelRatio = 1;
        bool operator==(const FarSight&) const = default;
    };

    GraphScene* m_scene;
    QPixmap m_far; ///< of m_farSight
    std::optional<FarSight> m_farSight; ///< none of what was dragged meanwhile
    CanvasHint* m_hint;
    Minimap* m_minimap;
    HeatLegend* m_legend;
    std::map<network::NodeId, double> m_measured; ///< ms a step
    QString m_shownName;
    std::map<QString, Sight> m_sights; ///< of networks, by name
    QString m_emptyTitle;
    QString m_emptyText;
};

} // namespace netwright::widgets
