// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/node_painter.hpp"

#include <QFontMetricsF>
#include <QPainter>

namespace netwright::widgets {

using geometry::Side;

namespace {
    constexpr double kCorner = 8;
    constexpr double kStripe = 5;
    constexpr double kIcon = 24;
    constexpr double kTextLeft = kStripe + 8 + kIcon + 8;
    constexpr double kPadding = 10;

    QStaticText laidOut(const QString& text, const QFont& font, double width)
    {
        QStaticText laid(QFontMetricsF(font).elidedText(text, Qt::ElideRight, width));
        laid.setTextFormat(Qt::PlainText);
        laid.setPerformanceHint(QStaticText::AggressiveCaching);
        laid.prepare({}, font);
        return laid;
    }

    QPainterPath stripePath()
    {
        const auto rect = geometry::nodeRect();
        QPainterPath card;
        card.addRoundedRect(rect, kCorner, kCorner);
        QPainterPath left;
        left.addRect(QRectF(rect.topLeft(), QSizeF(kStripe, rect.height())));
        return card.intersected(left);
    }

    bool hasFault(const NodeFace& face) { return !face.card.problem.isEmpty() && !face.card.isWarning; }

    QPen outlineOf(const NodeFace& face, const NodeState& state, const CanvasStyle& style)
    {
        if (state.isSelected)
            return QPen(style.accent, 2);
        if (hasFault(face))
            return QPen(style.bad, 1.75);
        return QPen(state.isHovered ? style.quiet : style.line, 1.25);
    }

    /// The outline says that it is selected; the fault shows all the same.
    void paintFaultInside(QPainter& painter, const CanvasStyle& style)
    {
        painter.setPen(QPen(style.bad, 1.75));
        painter.drawRoundedRect(geometry::nodeRect().adjusted(3, 3, -3, -3), kCorner - 3, kCorner - 3);
    }

    /// A bypassed node is there only half.
    constexpr double kBypassedOpacity = 0.55;
    QRectF iconRect() { return { geometry::nodeRect().left() + kStripe + 8, -kIcon / 2, kIcon, kIcon }; }

    void paintIcon(QPainter& painter, const NodeFace& face, const CanvasStyle& style, double scale)
    {
        // A few sizes serve all scales; between them the painter interpolates.
        const int pixels = static_cast<int>(kIcon) * (scale > 2 ? 4 : scale > 1 ? 2 : 1);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(iconRect(), style.categoryIcon(face.card.category, pixels),
                           QRectF(0, 0, pixels, pixels));
    }

    /// Black or white, whichever can be read on this; invalid for none.
    QColor inkOn(const QColor& ground)
    {
        if (!ground.isValid())
            return {};
        const auto lightness = 0.299F * ground.redF() + 0.587F * ground.greenF() + 0.114F * ground.blueF();
        return lightness > 0.5F ? Qt::black : Qt::white;
    }

    /// Of the shape of an output that feeds nothing.
    QPointF shapePlace(QSizeF size, network::Flow flow)
    {
        const auto edge = geometry::portPoint(flow, Side::Output, 0, 1);
        return flow == network::Flow::Down ? edge + QPointF(-size.width() / 2, 8)
                                           : edge + QPointF(10, -size.height() / 2);
    }

    void paintTexts(QPainter& painter, const NodeFace& face, const NodeState& state, const CanvasStyle& style,
                    double scale)
    {
        const auto left = geometry::nodeRect().left() + kTextLeft;
        const auto ink = inkOn(state.heat);
        painter.setPen(ink.isValid() ? ink : style.text);
        if (scale < kDetailScale) {
            painter.setFont(style.farNameFont);
            painter.drawStaticText(QPointF(left, -face.farName.size().height() / 2), face.farName);
            return;
        }
        // One below the other, around the middle.
        const double line = face.subtitle.size().height();
        const bool hasCost = !face.card.cost.isEmpty();
        const double top = hasCost ? -(face.name.size().height() + 2 * line) / 2 : -face.name.size().height();
        const double second = hasCost ? top + face.name.size().height() - 1 : 2;
        painter.setFont(style.nameFont);
        painter.drawStaticText(QPointF(left, top), face.name);
        painter.setPen(ink.isValid() ? ink : style.quiet);
        painter.setFont(style.smallFont);
        painter.drawStaticText(QPointF(left, second), face.subtitle);
        if (hasCost)
            painter.drawStaticText(QPointF(left, second + line), face.cost);
        painter.setPen(style.quiet);
        if (!state.isOutputLinked && face.card.outputs > 0)
            painter.drawStaticText(shapePlace(face.shape.size(), style.flow), face.shape);
    }

    /// Cards behind the card: there is more inside.
    void paintStack(QPainter& painter, const NodeFace& face, const NodeState& state, const CanvasStyle& style)
    {
        painter.setPen(outlineOf(face, state, style));
        painter.setBrush(style.card);
        for (const double offset : { 6.0, 3.0 })
            painter.drawRoundedRect(geometry::nodeRect().translated(offset, offset), kCorner, kCorner);
    }

    /// "× 3" on the upper edge.
    void paintRepeat(QPainter& painter, const NodeFace& face, const CanvasStyle& style, double scale)
    {
        if (scale < kDetailScale)
            return;
        const auto size = face.repeat.size() + QSizeF(12, 4);
        const auto card = geometry::nodeRect();
        const QRectF rect(QPointF(card.right() - size.width() - 28, card.top() - size.height() / 2), size);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.categoryColour(face.card.category));
        painter.drawRoundedRect(rect, size.height() / 2, size.height() / 2);
        painter.setPen(style.card);
        painter.setFont(style.smallFont);
        painter.drawStaticText(rect.topLeft() + QPointF(6, 2), face.repeat);
    }

    /// A red disc for an error, an amber triangle for a warning.
    void paintBadge(QPainter& painter, bool isWarning, const CanvasStyle& style)
    {
        const QPointF centre = geometry::nodeRect().topRight() + QPointF(-14, 14);
        painter.setBrush(isWarning ? style.warning : style.bad);
        if (isWarning) {
            painter.setPen(QPen(style.warning, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const QPointF corners[] { centre + QPointF(0, -6.5), centre + QPointF(6.5, 5),
                                      centre + QPointF(-6.5, 5) };
            painter.drawConvexPolygon(corners, 3);
        } else {
            painter.setPen(Qt::NoPen);
            painter.drawEllipse(centre, 7, 7);
        }
        painter.setPen(QPen(style.card, 1.75, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(centre + QPointF(0, -3.5), centre + QPointF(0, 0.5));
        painter.drawPoint(centre + QPointF(0, 3.5));
    }

    void paintPorts(QPainter& painter, Side side, int ports, const NodeState& state, const CanvasStyle& style)
    {
        const bool isTarget = state.target == side;
        for (int port = 0; port < ports; ++port) {
            const bool isAimed = isTarget && port == state.aimedPort;
            painter.setPen(QPen(isTarget ? style.accent : style.quiet, 1.5));
            painter.setBrush(isAimed ? style.accent : style.card);
            const auto radius = geometry::kPortRadius + (isAimed ? 3 : isTarget ? 1.5 : 0);
            painter.drawEllipse(geometry::portPoint(style.flow, side, port, ports), radius, radius);
        }
    }
} // namespace

void layOut(NodeFace& face, const CanvasStyle& style)
{
    const auto& card = face.card;
    const double width = geometry::kNodeWidth - kTextLeft - kPadding;
    const double nameWidth = card.problem.isEmpty() ? width : width - 14; // beside the badge
    face.name = laidOut(card.name, style.nameFont, nameWidth);
    face.farName = laidOut(card.name, style.farNameFont, nameWidth);
    face.cost = laidOut(card.cost, style.smallFont, width + kPadding / 2);
    face.subtitle = laidOut(card.subtitle, style.smallFont, width);
    face.shape = laidOut(card.shape, style.smallFont, geometry::kNodeWidth);
    face.repeat = laidOut(QStringLiteral("× %1").arg(card.repeat), style.smallFont, geometry::kNodeWidth);
    face.isLaidOut = true;
}

void paintNode(QPainter& painter, const NodeFace& face, const NodeState& state, const CanvasStyle& style,
               double scale)
{
    static const QPainterPath stripe = stripePath();
    painter.setRenderHint(QPainter::Antialiasing);
    if (face.card.isBlock)
        paintStack(painter, face, state, style);
    painter.setPen(Qt::NoPen);
    painter.setBrush(state.heat.isValid() ? state.heat : style.card);
    painter.drawRoundedRect(geometry::nodeRect(), kCorner, kCorner);
    if (state.heat.isValid()) { // the icon keeps its own ground
        painter.setBrush(style.card);
        painter.drawRoundedRect(iconRect().adjusted(-3, -3, 3, 3), 6, 6);
    }
    painter.fillPath(stripe, style.categoryColour(face.card.category));
    auto outline = outlineOf(face, state, style);
    if (face.card.isBypassed)
        outline.setStyle(Qt::DashLine);
    painter.setPen(outline);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(geometry::nodeRect(), kCorner, kCorner);
    if (face.card.isBypassed)
        painter.setOpacity(kBypassedOpacity);
    if (state.isSelected && hasFault(face))
        paintFaultInside(painter, style);
    paintIcon(painter, face, style, scale);
    paintTexts(painter, face, state, style, scale);
    painter.setOpacity(1);
    if (!face.card.problem.isEmpty())
        paintBadge(painter, face.card.isWarning, style);
    if (face.card.repeat > 1)
        paintRepeat(painter, face, style, scale);
    paintPorts(painter, Side::Input, face.card.inputs, state, style);
    paintPorts(painter, Side::Output, face.card.outputs, state, style);
}

} // namespace netwright::widgets
