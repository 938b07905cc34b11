// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/canvas_style.hpp"

#include <QGraphicsItem>
#include <QStaticText>

namespace netwright::widgets {

/// What is wrong with a node, written beside it.
class ProblemItem : public QGraphicsItem {
public:
    enum { Type = UserType + 3 };

    ProblemItem(const QString& message, const CanvasStyle& style, QGraphicsItem* node);

    [[nodiscard]] const QString& message() const { return m_message; }
    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return m_bubble.adjusted(-2, -2, 2, 2); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QString m_message;
    const CanvasStyle& m_style;
    QStaticText m_text;
    QRectF m_bubble;
};

} // namespace netwright::widgets
