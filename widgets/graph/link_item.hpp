// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"
#include "widgets/graph/canvas_style.hpp"

#include <QGraphicsItem>

namespace netwright::widgets {

/// Where a link says the shape of what flows through it. Of links that leave the same port, one says it for
/// all.
enum class LabelPlace { Middle, Port, Nowhere };

/// One link on the canvas: a curve with the shape of what flows through it.
class LinkItem : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };

    LinkItem(const network::Link& link, const CanvasStyle& style);

    [[nodiscard]] const network::Link& link() const { return m_link; }
    /// In scene coordinates.
    void setRoute(const LinkEnds& ends, LinkRoute route);
    void setShapeText(const QString& text);
    void setLabelPlace(LabelPlace place);
    /// Of the shape, in scene coordinates; empty where it is not said.
    [[nodiscard]] QRectF labelRect() const;
    void restyle();
    /// It is one of a selected node's, or on the way between two.
    void setStressed(bool isStressed);
    /// Letting go of what is dragged puts that on this link.
    void setTarget(bool isTarget);
    [[nodiscard]] bool isTarget() const { return m_isTarget; }
    [[nodiscard]] bool isStressed() const { return m_isStressed; }
    [[nodiscard]] const LinkEnds& ends() const { return m_ends; }
    [[nodiscard]] const QPainterPath& path() const { return m_route.path; }
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
    [[nodiscard]] bool hasLabel() const
    {
        return !m_shapeText.isEmpty() && m_labelPlace != LabelPlace::Nowhere;
    }
    void paintLabel(QPainter& painter) const;

    network::Link m_link;
    const CanvasStyle& m_style;
    LinkEnds m_ends;
    LinkRoute m_route;
    QString m_shapeText;
    LabelPlace m_labelPlace = LabelPlace::Middle;
    QRectF m_bounds;
    bool m_isHovered = false;
    bool m_isStressed = false;
    bool m_isTarget = false;
};

} // namespace netwright::widgets
