// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/node_painter.hpp"

#include <QGraphicsItem>
#include <QStringList>

namespace netwright::widgets {

class ProblemItem;

/// One node on the canvas. It draws its card; what the mouse does to it is the view's affair.
class NodeItem : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };

    NodeItem(network::NodeId id, const NodeCard& card, const CanvasStyle& style);
    ~NodeItem() override;

    [[nodiscard]] network::NodeId id() const { return m_id; }
    [[nodiscard]] const NodeCard& card() const { return m_face.card; }
    void setCard(const NodeCard& card);
    /// Lays the texts out again, in the style's new fonts and colours.
    void restyle();
    void setOutputLinked(bool isLinked);
    /// What mends its problem, by title; forgotten when the problem is another one.
    void setFixes(const QStringList& titles);
    [[nodiscard]] ProblemItem* problem() const { return m_problem; } ///< null where there is none
    void setHeat(const QColor& colour); ///< invalid: none
    [[nodiscard]] const QColor& heat() const { return m_state.heat; }
    /// Offers the ports of one side as the end of the link that is being drawn.
    void setTarget(std::optional<geometry::Side> side, int aimedPort = -1);

    /// In scene coordinates.
    [[nodiscard]] QPointF portPoint(geometry::Side side, int port) const;
    [[nodiscard]] int ports(geometry::Side side) const;

    [[nodiscard]] int type() const override { return Type; }
    /// The card with its ports, in the scene.
    [[nodiscard]] QRectF place() const { return geometry::paintedRect().translated(pos()); }
    /// With room for the shape of an open output, below or to the right.
    [[nodiscard]] QRectF boundingRect() const override
    {
        return geometry::paintedRect().adjusted(0, 0, geometry::kNodeWidth / 2, geometry::kNodeHeight / 2);
    }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    /// All that can be read from afar: a plain card with its name, without outlines. In scene coordinates.
    void paintName(QPainter& painter);

protected:
    void hoverEnterEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    void showProblem();

    network::NodeId m_id;
    const CanvasStyle& m_style;
    NodeFace m_face;
    NodeState m_state;
    ProblemItem* m_problem = nullptr; ///< a child; null where nothing is wrong
    QStringList m_fixes;
};

} // namespace netwright::widgets
