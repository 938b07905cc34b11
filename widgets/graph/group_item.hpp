// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/annotation.hpp"
#include "widgets/graph/canvas_style.hpp"

#include <QGraphicsItem>

namespace netwright::widgets {

/// The coloured frame around a group of nodes, with its name on a tab above. The mouse reaches the tab and
/// the border; what is inside belongs to the canvas.
class GroupItem : public QGraphicsItem {
public:
    enum { Type = UserType + 5 };

    GroupItem(const network::Group& group, const CanvasStyle& style);

    [[nodiscard]] const network::Group& group() const { return m_group; }
    /// `around`: what its nodes cover, in scene coordinates.
    void show(const network::Group& group, const QRectF& around);
    void setAround(const QRectF& around);
    [[nodiscard]] const QRectF& frame() const { return m_frame; }
    [[nodiscard]] QRectF tab() const; ///< in scene coordinates
    void restyle() { update(); }

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintTab(QPainter& painter) const;

    network::Group m_group;
    const CanvasStyle& m_style;
    QRectF m_frame;
};

} // namespace netwright::widgets
