// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QString>

#include <optional>
#include <vector>

class QLineSeries;
class QValueAxis;

namespace netwright::widgets {

/// One line of a plot. `x` ascends.
struct Curve {
    QString name;
    int series = 0; ///< for seriesColour(), whatever the scheme
    std::vector<double> x;
    std::vector<double> y;
    bool isFaint
        = false; ///< background, such as the noise of single batches: thin, and the y axis may cut its spikes
    bool isDashed = false;
    bool hasMarkers = false; ///< few points, each worth seeing
};

enum class ValueFormat { Number, Percent };

/// Curves with axes, legend, the value under the mouse (or the arrow keys), zoom by dragging and back by a
/// double click (or Escape). Holds the whole curves and shows them thinned out to its pixels, so that a
/// million points are fine; setCurves() costs one replace() per line.
class CurvePlot : public QChartView {
    Q_OBJECT

public:
    CurvePlot(const QString& xTitle, const QString& yTitle, ValueFormat format, QWidget* parent = nullptr);

    void setCurves(std::vector<Curve> curves);
    [[nodiscard]] const std::vector<Curve>& curves() const { return m_curves; }
    /// Another quantity on the y axis.
    void setValueAxis(const QString& title, ValueFormat format);
    /// What stands in the middle while there is nothing to draw.
    void setPlaceholder(const QString& text);
    /// At least this range of x, so that a live curve grows towards a fixed end.
    void setXRange(double from, double to);
    void resetZoom();
    /// Points now given to the chart, over all curves.
    [[nodiscard]] qsizetype drawnPoints() const;

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    struct Hover {
        std::size_t curve = 0;
        QPointF value;
    };

    void matchSeries();
    void styleChart();
    void styleSeries();
    void fitAxes();
    void fitY(double left, double right);
    void replacePoints();
    [[nodiscard]] std::optional<Hover> nearest(QPointF position) const;
    [[nodiscard]] QString valueText(double value) const;
    [[nodiscard]] QString hoverText() const; ///< "Training: 0.41  (epoch 3)"
    void walk(int along, int across); ///< from point to point, from curve to curve
    void drawHover(QPainter& painter);

    std::vector<Curve> m_curves;
    std::vector<QLineSeries*> m_series;
    QValueAxis* m_x;
    QValueAxis* m_y;
    ValueFormat m_format;
    QString m_placeholder;
    double m_from = 0; ///< least range of x
    double m_to = 0;
    std::optional<QRectF> m_zoom; ///< in values
    std::optional<QPointF> m_dragStart;
    QPointF m_dragEnd;
    std::optional<Hover> m_hover;
};

} // namespace netwright::widgets
