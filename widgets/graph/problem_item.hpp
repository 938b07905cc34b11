// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/fix_button.hpp"

#include <QGraphicsItem>
#include <QStaticText>
#include <QStringList>

#include <array>

namespace netwright::widgets {

/// What is wrong with a node, written beside it, and the button that mends it; a thread leads to the node.
/// Hidden until someone places it.
class ProblemItem : public QGraphicsItem {
public:
    enum { Type = UserType + 3 };
    enum class Part { None, Fix, MoreFixes };

    ProblemItem(const QString& message, const QStringList& fixes, bool isWarning, const CanvasStyle& style,
                QGraphicsItem* node);

    [[nodiscard]] const QString& message() const { return m_message; }
    [[nodiscard]] const QString& fixTitle() const { return m_button.title; } ///< empty for no fix
    /// The bubble around the origin of the node, at its right unless it was placed elsewhere.
    [[nodiscard]] const QRectF& bubble() const { return m_bubble; }
    void placeAt(QPointF topLeft);
    /// The same, narrower and higher the greater `form`, to fit in where there is little room.
    void setForm(int form);
    /// How large the bubble would be, without laying it out again.
    [[nodiscard]] QSizeF sizeOf(int form) const;
    [[nodiscard]] int form() const { return m_form; }
    [[nodiscard]] static int forms() { return kForms; }
    /// The button, in scene coordinates; empty for none.
    [[nodiscard]] QRectF buttonRect() const;
    [[nodiscard]] Part partAt(QPointF scenePoint) const;
    void setHovered(bool isHovered);

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override; ///< the bubble alone
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    static constexpr int kForms = 4;

    [[nodiscard]] QRectF node() const; ///< as large as it looks from here
    [[nodiscard]] QSizeF buttonSize(int form) const;
    [[nodiscard]] QSizeF measured(int form) const;

    QString m_message;
    bool m_isWarning;
    const CanvasStyle& m_style;
    QStaticText m_text;
    FixButton m_button;
    QRectF m_bubble;
    int m_form = -1; ///< not laid out yet
    mutable std::array<QSizeF, kForms> m_sizes; ///< of the forms, as far as someone asked for them
};

} // namespace netwright::widgets
