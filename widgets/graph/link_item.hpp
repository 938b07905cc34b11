// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"
#include "widgets/graph/canvas_style.hpp"

#include <QGraphicsItem>

namespace netwright::widgets {

/// One link on the canvas: a curve with the shape of what flows through it.
class LinkItem : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };

    LinkItem(const network::Link& link, const CanvasStyle& style);

    [[nodiscard]] const network::Link& link() const { return m_link; }
    /// In scene coordinates.
    void setRoute(const LinkEnds& ends, LinkRoute route);
    void setShapeText(const QString& text);
    void restyle();
    /// It is one of a selected node's, or on the way between two.
    void setStressed(bool isStressed);
    /// Letting go of what is dragged puts that on this link.
    void setTarget(bool isTarget);
    [[nodiscard]] bool isTarget() const { return m_isTarget; }
    [[nodiscard]] bool isStressed() const { return m_isStressed; }
    [[nodiscard]] const LinkEnds& ends() const { return m_ends; }
    [[nodiscard]] const QString& shapeText() const { return m_shapeText; }

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    [[nodiscard]] QPainterPath shape() const override; ///< wide enough for a mouse
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    void hoverEnterEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    void updateBounds();
    [[nodiscard]] QRectF labelRect() const;
    void paintLabel(QPainter& painter) const;

    network::Link m_link;
    const CanvasStyle& m_style;
    LinkEnds m_ends;
    LinkRoute m_route;
    QString m_shapeText;
    QRectF m_bounds;
    bool m_isHovered = false;
    bool m_isStressed = false;
    bool m_isTarget = false;
};

} // namespace netwright::widgets
