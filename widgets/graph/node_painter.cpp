// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/node_painter.hpp"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace netwright::widgets {

using geometry::Side;

namespace {
    constexpr double kCorner = 8;
    constexpr double kStripe = 5;
    constexpr double kIcon = 24;
    constexpr double kTextLeft = kStripe + 8 + kIcon + 7;
    constexpr double kOnlyNameLeft = 2 * kStripe + 8;
    constexpr double kPadding = 5;
    constexpr double kBadge = 20; ///< what it takes of the first line
    constexpr double kReadableBadge = 0.85; ///< at a smaller scale, a badge grows on the card
    constexpr double kStack = 6; ///< how far the cards behind that of a block reach
    constexpr double kSelection = 3.5; ///< from the card to the outline that says that it is selected

    QTextOption inOneLine()
    {
        QTextOption option;
        option.setWrapMode(QTextOption::NoWrap);
        return option;
    }

    QStaticText laidOut(const QString& text, const QFont& font, double width,
                        Qt::TextElideMode elide = Qt::ElideRight)
    {
        QStaticText laid(QFontMetricsF(font).elidedText(text, elide, width));
        laid.setTextFormat(Qt::PlainText);
        laid.setTextOption(inOneLine());
        laid.setPerformanceHint(QStaticText::AggressiveCaching);
        laid.prepare({}, font);
        return laid;
    }

    /// "Conv 2D · 128 filters, 3×3 …": tightened where it does not fit, then without the last ones of its
    /// parts, whole.
    QString fittingParts(QString text, const QFont& font, double width)
    {
        const QFontMetricsF metrics(font);
        if (metrics.horizontalAdvance(text) > width)
            text.replace(QStringLiteral(" × "), QStringLiteral("×"));
        const auto separator = QStringLiteral(", ");
        const auto dots = QStringLiteral(" …");
        auto shown = text;
        while (metrics.horizontalAdvance(shown) > width && text.contains(separator)) {
            text.truncate(text.lastIndexOf(separator));
            shown = text + dots;
        }
        return shown;
    }

    const QFont& fitting(const QString& text, double width, const QFont& large, const QFont& small)
    {
        return QFontMetricsF(large).horizontalAdvance(text) <= width ? large : small;
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

    /// A fault is outlined unless the node is selected, which has an outline of its own: its ground tells.
    QPen outlineOf(const NodeFace& face, const NodeState& state, const CanvasStyle& style)
    {
        if (hasFault(face) && !state.isSelected)
            return QPen(style.bad, 1.75);
        return QPen(state.isHovered ? style.quiet : style.line, 1.25);
    }

    QColor groundOf(const NodeFace& face, const NodeState& state, const CanvasStyle& style)
    {
        return state.heat.isValid() ? state.heat : hasFault(face) ? style.badCard : style.card;
    }

    /// Apart from the card, so that it shows beside any ground.
    void paintSelection(QPainter& painter, const NodeFace& face, const CanvasStyle& style)
    {
        const double stack = face.card.isBlock ? kStack : 0;
        painter.setPen(QPen(style.accent, 2.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(
            geometry::nodeRect().adjusted(-kSelection, -kSelection, kSelection + stack, kSelection + stack),
            kCorner + kSelection, kCorner + kSelection);
    }

    /// A bypassed node is there only half.
    constexpr double kBypassedOpacity = 0.55;
    QRectF iconRect() { return { geometry::nodeRect().left() + kStripe + 8, -kIcon / 2, kIcon, kIcon }; }

    /// Pixel on pixel: interpolated, its thin lines would blur.
    void paintIcon(QPainter& painter, const NodeFace& face, const CanvasStyle& style)
    {
        const auto& toDevice = painter.deviceTransform();
        const int pixels = std::max(1, qRound(kIcon * toDevice.m11()));
        const QRectF place(toDevice.map(iconRect().topLeft()).toPoint(), QSizeF(pixels, pixels));
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(toDevice.inverted().mapRect(place), style.categoryIcon(face.card.category, pixels),
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
            painter.setFont(face.farNameFont);
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
        for (const double offset : { kStack, kStack / 2 })
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

void paintBadge(QPainter& painter, QPointF centre, double size, bool isWarning, const CanvasStyle& style)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(isWarning ? style.warning : style.bad);
    if (isWarning) {
        painter.setPen(QPen(style.warning, 3 * size, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF corners[] { centre + size * QPointF(0, -6.5), centre + size * QPointF(6.5, 5),
                                  centre + size * QPointF(-6.5, 5) };
        painter.drawConvexPolygon(corners, 3);
    } else {
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(centre, 7 * size, 7 * size);
    }
    painter.setPen(QPen(style.card, 1.75 * size, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + size * QPointF(0, -3.5), centre + size * QPointF(0, 0.5));
    painter.drawPoint(centre + size * QPointF(0, 3.5));
}

void layOut(NodeFace& face, const CanvasStyle& style)
{
    const auto& card = face.card;
    const double width = geometry::kNodeWidth - kTextLeft - kPadding;
    const double nameWidth = card.problem.isEmpty() ? width : width - kBadge;
    face.name = laidOut(card.name, style.nameFont, nameWidth, Qt::ElideMiddle); // they differ at the end
    face.farNameFont = fitting(card.name, nameWidth, style.farNameFont, style.longNameFont);
    face.farName = laidOut(card.name, face.farNameFont, nameWidth, Qt::ElideMiddle);
    const auto dot = QStringLiteral(" · ");
    const bool isTight = QFontMetricsF(style.smallFont).horizontalAdvance(card.cost) > width;
    const auto cost = isTight ? QString(card.cost).replace(dot, QStringLiteral("·")) : card.cost;
    face.cost = laidOut(cost, style.smallFont, width);
    face.subtitle = laidOut(fittingParts(card.subtitle, style.smallFont, width), style.smallFont, width);
    face.shape = laidOut(card.shape, style.smallFont, geometry::kNodeWidth);
    face.repeat = laidOut(QStringLiteral("× %1").arg(card.repeat), style.smallFont, geometry::kNodeWidth);
    face.isLaidOut = true;
}

void layOutOnlyName(NodeFace& face, const CanvasStyle& style)
{
    const double width = geometry::kNodeWidth - kOnlyNameLeft - kStripe;
    const auto& font = fitting(face.card.name, width, style.onlyNameFont, style.farNameFont);
    QTextLayout layout(QFontMetricsF(font).elidedText(face.card.name, Qt::ElideMiddle, width), font);
    layout.beginLayout();
    layout.createLine().setLineWidth(2 * geometry::kNodeWidth); // elided, it is one
    layout.endLayout();
    face.onlyName = layout.glyphRuns();
    face.onlyNameHeight = layout.boundingRect().height();
    face.isOnlyNameLaidOut = true;
}

void paintNode(QPainter& painter, const NodeFace& face, const NodeState& state, const CanvasStyle& style,
               double scale)
{
    static const QPainterPath stripe = stripePath();
    painter.setRenderHint(QPainter::Antialiasing);
    if (face.card.isBlock)
        paintStack(painter, face, state, style);
    if (state.isSelected)
        paintSelection(painter, face, style);
    painter.setPen(Qt::NoPen);
    painter.setBrush(groundOf(face, state, style));
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
    paintIcon(painter, face, style);
    paintTexts(painter, face, state, style, scale);
    painter.setOpacity(1);
    if (!face.card.problem.isEmpty()) {
        const double size = std::max(1.0, kReadableBadge / scale);
        paintBadge(painter, geometry::nodeRect().topRight() + QPointF(-14, 14), size, face.card.isWarning,
                   style);
    }
    if (face.card.repeat > 1)
        paintRepeat(painter, face, style, scale);
    paintPorts(painter, Side::Input, face.card.inputs, state, style);
    paintPorts(painter, Side::Output, face.card.outputs, state, style);
}

void paintNodeName(QPainter& painter, QPointF place, const NodeFace& face, const NodeState& state,
                   const CanvasStyle& style)
{
    const auto card = geometry::nodeRect().translated(place);
    painter.fillRect(card, groundOf(face, state, style));
    painter.fillRect(QRectF(card.topLeft(), QSizeF(2 * kStripe, card.height())), // thinner, it would vanish
                     style.categoryColour(face.card.category));
    const auto ink = inkOn(state.heat);
    painter.setPen(ink.isValid() ? ink : face.card.isBypassed ? style.quiet : style.text);
    const QPointF corner(card.left() + kOnlyNameLeft, card.center().y() - face.onlyNameHeight / 2);
    for (const auto& glyphs : face.onlyName)
        painter.drawGlyphRun(corner, glyphs);
}

} // namespace netwright::widgets
