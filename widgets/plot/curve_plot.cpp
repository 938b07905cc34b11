// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/curve_plot.hpp"

#include "widgets/plot/axis_range.hpp"
#include "widgets/plot/downsample.hpp"
#include "widgets/theme.hpp"

#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {

    /// Of faint curves the y axis shows the bulk: spikes of single batches would flatten all else.
    double bulkTop(const std::vector<double>& y)
    {
        std::vector<double> sample;
        const std::size_t stride = std::max<std::size_t>(1, y.size() / 2000);
        for (std::size_t i = 0; i < y.size(); i += stride) {
            if (std::isfinite(y[i]))
                sample.push_back(y[i]);
        }
        if (sample.empty())
            return std::nan("");
        const auto nth = sample.begin() + static_cast<std::ptrdiff_t>((sample.size() - 1) * 98 / 100);
        std::ranges::nth_element(sample, nth);
        return *nth;
    }
} // namespace

CurvePlot::CurvePlot(const QString& xTitle, const QString& yTitle, ValueFormat format, QWidget* parent)
    : QChartView(parent)
    , m_x(new QValueAxis(this))
    , m_y(new QValueAxis(this))
    , m_format(format)
    , m_placeholder(tr("Nothing to show yet"))
{
    m_x->setTitleText(xTitle);
    m_y->setTitleText(yTitle);
    chart()->addAxis(m_x, Qt::AlignBottom);
    chart()->addAxis(m_y, Qt::AlignLeft);
    chart()->setMargins({ kGrid, 0, kGrid, kGrid / 2 });
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->legend()->setAlignment(Qt::AlignTop);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(220, 140);
    setAccessibleName(yTitle);
    setToolTip(tr("Drag to zoom in, double click to see all"));
    styleChart();
    fitAxes();
}

void CurvePlot::setCurves(std::vector<Curve> curves)
{
    m_curves = std::move(curves);
    m_hover.reset();
    matchSeries();
    styleSeries();
    if (!m_zoom)
        fitAxes();
    replacePoints();
}

void CurvePlot::setValueAxis(const QString& title, ValueFormat format)
{
    if (title == m_y->titleText() && format == m_format)
        return;
    m_format = format;
    m_y->setTitleText(title);
    setAccessibleName(title);
    resetZoom();
}

void CurvePlot::setPlaceholder(const QString& text)
{
    m_placeholder = text;
    viewport()->update();
}

void CurvePlot::setXRange(double from, double to)
{
    m_from = from;
    m_to = to;
}

void CurvePlot::matchSeries()
{
    while (m_series.size() > m_curves.size()) {
        chart()->removeSeries(m_series.back());
        delete m_series.back();
        m_series.pop_back();
    }
    while (m_series.size() < m_curves.size()) {
        auto* series = new QLineSeries(this);
        chart()->addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
        m_series.push_back(series);
    }
}

void CurvePlot::styleChart()
{
    chart()->setBackgroundBrush(palette().base());
    chart()->setBackgroundPen(colour(Meaning::Line));
    chart()->setBackgroundRoundness(kGrid);
    setBackgroundBrush(Qt::NoBrush);
    chart()->setFont(widgets::font(TextRole::Caption));
    for (auto* axis : { m_x, m_y }) {
        axis->setLabelsFont(widgets::font(TextRole::Caption));
        axis->setTitleFont(widgets::font(TextRole::Caption));
        axis->setLabelsBrush(colour(Meaning::Quiet));
        axis->setTitleBrush(colour(Meaning::Quiet));
        axis->setLinePen(colour(Meaning::Line));
        axis->setGridLinePen(colour(Meaning::Line));
    }
    chart()->legend()->setFont(widgets::font(TextRole::Caption));
    chart()->legend()->setLabelBrush(palette().text());
    chart()->legend()->setMarkerShape(QLegend::MarkerShapeCircle);
    styleSeries();
}

void CurvePlot::styleSeries()
{
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const Curve& curve = m_curves[i];
        QColor ink = seriesColour(curve.series);
        if (curve.isFaint)
            ink.setAlphaF(0.3F);
        QPen pen(ink, curve.isFaint ? 1.0 : 2.0, curve.isDashed ? Qt::DashLine : Qt::SolidLine);
        pen.setCosmetic(true);
        auto* series = m_series[i];
        if (series->pen() != pen)
            series->setPen(pen);
        if (series->name() != curve.name)
            series->setName(curve.name);
        const bool isMarked = curve.hasMarkers || curve.x.size() == 1;
        if (series->pointsVisible() != isMarked)
            series->setPointsVisible(isMarked);
    }
    chart()->legend()->setVisible(!m_curves.empty());
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        for (auto* marker : chart()->legend()->markers(m_series[i]))
            marker->setPen(seriesColour(m_curves[i].series));
    }
}

void CurvePlot::fitAxes()
{
    double left = m_from;
    double right = m_to;
    for (const Curve& curve : m_curves) {
        if (curve.x.empty())
            continue;
        left = std::min(left, curve.x.front());
        right = std::max(right, curve.x.back());
    }
    if (right <= left)
        right = left + 1;
    right += (right - left) * 0.015; // the last point's marker is whole
    setNiceRange(*m_x, left, right, std::max(2, width() / 110), false);
    fitY(left, right);
}

void CurvePlot::fitY(double left, double right)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const Curve& curve : m_curves) {
        const double top = curve.isFaint ? bulkTop(curve.y) : std::nan("");
        for (const QPointF& point : downsample(curve.x, curve.y, left, right, 400)) {
            low = std::min(low, point.y());
            high = std::max(high, std::isnan(top) ? point.y() : std::min(point.y(), top));
        }
    }
    if (!(low <= high)) {
        low = 0;
        high = 1;
    }
    const double scale = m_format == ValueFormat::Percent ? 100 : 1;
    const double margin = high > low ? (high - low) * 0.06 : std::max(std::abs(high) * 0.1, 1e-6);
    double bottom = (low - margin) * scale;
    double top = (high + margin) * scale;
    if (low >= 0)
        bottom = std::max(bottom, 0.0);
    if (m_format == ValueFormat::Percent)
        top = std::min(top, 100.0 + (top - bottom) * 0.02);
    setNiceRange(*m_y, bottom, top, std::max(2, height() / 45), m_format == ValueFormat::Percent);
}

void CurvePlot::replacePoints()
{
    const int columns = std::max(50, static_cast<int>(chart()->plotArea().width()));
    const double scale = m_format == ValueFormat::Percent ? 100 : 1;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        auto points = downsample(m_curves[i].x, m_curves[i].y, m_x->min(), m_x->max(), columns);
        for (QPointF& point : points)
            point.setY(point.y() * scale);
        m_series[i]->replace(points);
    }
    viewport()->update();
}

void CurvePlot::resetZoom()
{
    m_zoom.reset();
    fitAxes();
    replacePoints();
}

qsizetype CurvePlot::drawnPoints() const
{
    qsizetype count = 0;
    for (const auto* series : m_series)
        count += series->count();
    return count;
}

QString CurvePlot::valueText(double value) const
{
    return m_format == ValueFormat::Percent ? percentText(value) : QLocale::c().toString(value, 'g', 4);
}

} // namespace netwright::widgets
