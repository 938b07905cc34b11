// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/annotation.hpp"
#include "widgets/graph/canvas_style.hpp"

#include <QGraphicsItem>

namespace netwright::widgets {

/// One note on the canvas. Its position is its upper left corner.
class NoteItem : public QGraphicsItem {
public:
    enum { Type = UserType + 4 };

    NoteItem(const network::Note& note, const CanvasStyle& style);

    [[nodiscard]] network::NoteId id() const { return m_note.id; }
    [[nodiscard]] const network::Note& note() const { return m_note; }
    void setNote(const network::Note& note);
    /// While it is being dragged by its corner.
    void setSize(QSizeF size);
    /// Where it is dragged by to another size; in scene coordinates.
    [[nodiscard]] bool isAtCorner(QPointF point) const;
    void restyle() { update(); }

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    [[nodiscard]] QRectF paper() const { return { {}, m_size }; }
    void paintText(QPainter& painter) const;
    void paintCorner(QPainter& painter) const;

    network::Note m_note;
    const CanvasStyle& m_style;
    QSizeF m_size;
};

} // namespace netwright::widgets
