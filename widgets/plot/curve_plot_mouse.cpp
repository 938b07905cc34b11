// SPDX-License-Identifier: GPL-3.0-or-later
// Zoom and the value under the mouse, or under the arrow keys, of a CurvePlot.
#include "widgets/plot/axis_range.hpp"
#include "widgets/plot/curve_plot.hpp"
#include "widgets/theme.hpp"

#include <QChart>
#include <QEvent>
#include <QKeyEvent>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kNearPixels = 40;
    constexpr double kSmallestDrag = 6;
} // namespace

void CurvePlot::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !chart()->plotArea().contains(event->position())
        || m_curves.empty())
        return;
    m_dragStart = event->position();
    m_dragEnd = *m_dragStart;
}

void CurvePlot::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragStart)
        m_dragEnd = event->position();
    m_hover = m_dragStart ? std::nullopt : nearest(event->position());
    viewport()->update();
}

void CurvePlot::mouseReleaseEvent(QMouseEvent*)
{
    if (!m_dragStart)
        return;
    const QRectF area = QRectF(*m_dragStart, m_dragEnd).normalized() & chart()->plotArea();
    m_dragStart.reset();
    viewport()->update();
    if (area.width() < kSmallestDrag || area.height() < kSmallestDrag)
        return;
    const QPointF topLeft = chart()->mapToValue(area.topLeft());
    const QPointF bottomRight = chart()->mapToValue(area.bottomRight());
    m_zoom = QRectF(topLeft, bottomRight);
    setNiceRange(*m_x, topLeft.x(), bottomRight.x(), std::max(2, width() / 110), false);
    setNiceRange(*m_y, bottomRight.y(), topLeft.y(), std::max(2, height() / 45),
                 m_format == ValueFormat::Percent);
    replacePoints();
}

void CurvePlot::mouseDoubleClickEvent(QMouseEvent*)
{
    m_dragStart.reset();
    resetZoom();
}

void CurvePlot::keyPressEvent(QKeyEvent* event)
{
    const int along = (event->key() == Qt::Key_Right ? 1 : 0) - (event->key() == Qt::Key_Left ? 1 : 0);
    const int across = (event->key() == Qt::Key_Down ? 1 : 0) - (event->key() == Qt::Key_Up ? 1 : 0);
    if (event->key() == Qt::Key_Escape && m_zoom)
        resetZoom();
    else if (along != 0 || across != 0)
        walk(along, across);
    else
        QChartView::keyPressEvent(event);
}

void CurvePlot::walk(int along, int across)
{
    if (m_series.empty())
        return;
    const auto count = static_cast<int>(m_series.size());
    const int curve = m_hover ? (static_cast<int>(m_hover->curve) + across + count) % count : 0;
    const auto points = m_series[static_cast<std::size_t>(curve)]->points();
    if (points.isEmpty())
        return;
    const double x = m_hover ? m_hover->value.x() : points.first().x();
    const auto nearest
        = std::ranges::min_element(points, {}, [x](const QPointF& point) { return std::abs(point.x() - x); });
    const auto step = m_hover ? along : 0; // the first key finds the first point
    const auto index = std::clamp<qsizetype>(nearest - points.begin() + step, 0, points.size() - 1);
    const double scale = m_format == ValueFormat::Percent ? 100 : 1;
    m_hover = Hover { .curve = static_cast<std::size_t>(curve),
                      .value = { points[index].x(), points[index].y() / scale } };
    setAccessibleDescription(hoverText());
    viewport()->update();
}

QString CurvePlot::hoverText() const
{
    return m_hover ? QStringLiteral("%1: %2  (%3 %4)")
                         .arg(m_curves[m_hover->curve].name, valueText(m_hover->value.y()),
                              m_x->titleText().toLower(), QLocale::c().toString(m_hover->value.x(), 'g', 6))
                   : QString();
}

void CurvePlot::leaveEvent(QEvent* event)
{
    m_hover.reset();
    viewport()->update();
    QChartView::leaveEvent(event);
}

void CurvePlot::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    if (!m_zoom)
        fitAxes();
    replacePoints();
}

void CurvePlot::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    // Not StyleChange: setting fonts of the chart would come back here.
    if (event->type() == QEvent::PaletteChange)
        styleChart();
}

std::optional<CurvePlot::Hover> CurvePlot::nearest(QPointF position) const
{
    const double scale = m_format == ValueFormat::Percent ? 100 : 1;
    std::optional<Hover> best;
    double bestDistance = kNearPixels;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        for (const QPointF& point : m_series[i]->points()) {
            const QPointF there = chart()->mapToPosition(point, m_series[i]);
            const double distance = std::hypot(there.x() - position.x(), there.y() - position.y());
            if (distance < bestDistance && chart()->plotArea().contains(there)) {
                bestDistance = distance;
                best = Hover { .curve = i, .value = { point.x(), point.y() / scale } };
            }
        }
    }
    return best;
}

void CurvePlot::drawForeground(QPainter* painter, const QRectF&)
{
    painter->save();
    painter->resetTransform();
    if (std::ranges::all_of(m_curves, [](const Curve& curve) { return curve.x.empty(); })) {
        painter->setPen(colour(Meaning::Quiet));
        painter->setFont(widgets::font(TextRole::Body));
        painter->drawText(chart()->plotArea(), Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
    }
    if (m_dragStart) {
        QColor fill = colour(Meaning::Accent);
        painter->setPen(fill);
        fill.setAlphaF(0.12F);
        painter->setBrush(fill);
        painter->drawRect(QRectF(*m_dragStart, m_dragEnd).normalized() & chart()->plotArea());
    }
    if (m_hover && m_hover->curve < m_series.size())
        drawHover(*painter);
    painter->restore();
}

void CurvePlot::drawHover(QPainter& painter)
{
    const double scale = m_format == ValueFormat::Percent ? 100 : 1;
    const Curve& curve = m_curves[m_hover->curve];
    const QPointF at = chart()->mapToPosition({ m_hover->value.x(), m_hover->value.y() * scale },
                                              m_series[m_hover->curve]);
    painter.setPen(QPen(palette().base(), 2));
    painter.setBrush(seriesColour(curve.series));
    painter.drawEllipse(at, 5, 5);

    const QString text = hoverText();
    painter.setFont(widgets::font(TextRole::Caption));
    QRectF box = painter.boundingRect(QRectF(), Qt::AlignLeft, text).adjusted(-kGrid, -4, kGrid, 4);
    box.moveBottomLeft(at + QPointF(10, -10));
    const QRectF area = chart()->plotArea();
    box.moveLeft(std::clamp(box.left(), area.left(), std::max(area.left(), area.right() - box.width())));
    box.moveTop(std::max(box.top(), area.top()));
    painter.setPen(colour(Meaning::Line));
    painter.setBrush(palette().base());
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace netwright::widgets
