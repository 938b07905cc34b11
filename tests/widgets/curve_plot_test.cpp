// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/curve_plot.hpp"
#include "widgets/plot/downsample.hpp"
#include "widgets/plot/plot_alignment.hpp"
#include "widgets/plot/smoothing.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QChart>
#include <QLineSeries>
#include <QValueAxis>
#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace netwright::widgets;

namespace {
std::vector<double> counting(std::size_t count)
{
    std::vector<double> x(count);
    std::iota(x.begin(), x.end(), 0.0);
    return x;
}

bool contains(const QList<QPointF>& points, double y)
{
    return std::ranges::any_of(points, [y](const QPointF& point) { return point.y() == y; });
}
} // namespace

class CurvePlotTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qobject_cast<QApplication*>(QApplication::instance()), Scheme::Light); }
    void aShortCurveIsShownAsItIs();
    void aMillionPointsBecomeAFewPerPixelAndKeepTheirSpikes();
    void theLineReachesBeyondBothEdgesOfAZoom();
    void pointsThatAreNotFiniteAreLeftOut();
    void setCurvesGivesTheChartNoMoreThanItsPixelsCanShow();
    void fewerCurvesThanBeforeLeaveNoneBehind();
    void draggingZoomsInAndADoubleClickShowsAll();
    void theCurvesAreReadByKeyboard();
    void smoothingFollowsTheCourseAndNotTheNoise();
    void theCurvesTakeTheColoursOfAnotherScheme();
    void plotsAboveEachOtherHaveTheirAxesInOneLine();
};

void CurvePlotTest::aShortCurveIsShownAsItIs()
{
    const std::vector<double> x { 1, 2, 3 };
    const std::vector<double> y { 5, 4, 6 };
    const QList<QPointF> expected { { 1, 5 }, { 2, 4 }, { 3, 6 } };
    QCOMPARE(downsample(x, y, 1, 3, 500), expected);
}

void CurvePlotTest::aMillionPointsBecomeAFewPerPixelAndKeepTheirSpikes()
{
    const auto x = counting(1'000'000);
    std::vector<double> y(x.size());
    std::ranges::transform(x, y.begin(), [](double at) { return std::sin(at / 20'000); });
    y[123'456] = 50;
    y[777'777] = -50;
    const auto points = downsample(x, y, 0, 999'999, 800);
    QVERIFY2(points.size() <= 4 * 800 + 6, qPrintable(QString::number(points.size())));
    QVERIFY(points.size() >= 800);
    QVERIFY(contains(points, 50));
    QVERIFY(contains(points, -50));
    QVERIFY(std::ranges::is_sorted(points, {}, &QPointF::x));
    QCOMPARE(points.front().x(), 0.0);
    QCOMPARE(points.back().x(), 999'999.0);
}

void CurvePlotTest::theLineReachesBeyondBothEdgesOfAZoom()
{
    const auto x = counting(1000);
    const auto points = downsample(x, x, 100.5, 200.5, 300);
    QCOMPARE(points.front().x(), 100.0);
    QCOMPARE(points.back().x(), 201.0);
}

void CurvePlotTest::pointsThatAreNotFiniteAreLeftOut()
{
    const std::vector<double> x { 0, 1, 2 };
    const std::vector<double> y { 1, std::numeric_limits<double>::quiet_NaN(), 3 };
    QCOMPARE(downsample(x, y, 0, 2, 100).size(), 2);
    QVERIFY(downsample({}, {}, 0, 1, 100).isEmpty());
}

void CurvePlotTest::setCurvesGivesTheChartNoMoreThanItsPixelsCanShow()
{
    CurvePlot plot(QStringLiteral("Step"), QStringLiteral("Loss"), ValueFormat::Number);
    plot.resize(600, 300);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    Curve curve { .name = QStringLiteral("Training"), .series = 0, .x = counting(1'000'000), .y = {} };
    curve.y = curve.x;
    plot.setCurves({ curve });
    QVERIFY(plot.drawnPoints() > 300);
    QVERIFY(plot.drawnPoints() < 600 * 4 + 10);
    QCOMPARE(plot.curves().front().x.size(), std::size_t { 1'000'000 });
}

void CurvePlotTest::fewerCurvesThanBeforeLeaveNoneBehind()
{
    CurvePlot plot(QStringLiteral("Step"), QStringLiteral("Loss"), ValueFormat::Number);
    const Curve curve { .name = QStringLiteral("a"), .series = 1, .x = { 0, 1 }, .y = { 1, 2 } };
    plot.setCurves({ curve, curve, curve });
    QCOMPARE(plot.chart()->series().size(), 3);
    plot.setCurves({ curve });
    QCOMPARE(plot.chart()->series().size(), 1);
    plot.setCurves({});
    QCOMPARE(plot.chart()->series().size(), 0);
}

void CurvePlotTest::draggingZoomsInAndADoubleClickShowsAll()
{
    CurvePlot plot(QStringLiteral("Step"), QStringLiteral("Loss"), ValueFormat::Number);
    plot.resize(600, 300);
    plot.setCurves({ { .name = QStringLiteral("a"), .series = 1, .x = counting(100), .y = counting(100) } });
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    const auto* axis = qobject_cast<QValueAxis*>(plot.chart()->axes(Qt::Horizontal).front());
    const double whole = axis->max() - axis->min();
    const QRectF area = plot.chart()->plotArea();
    QTest::mousePress(plot.viewport(), Qt::LeftButton, {}, area.center().toPoint());
    QTest::mouseMove(plot.viewport(),
                     (area.center() + QPointF(area.width() / 4, area.height() / 4)).toPoint());
    QTest::mouseRelease(plot.viewport(), Qt::LeftButton, {},
                        (area.center() + QPointF(area.width() / 4, area.height() / 4)).toPoint());
    QVERIFY(axis->max() - axis->min() < whole / 2);
    QTest::mouseDClick(plot.viewport(), Qt::LeftButton, {}, area.center().toPoint());
    QCOMPARE(axis->max() - axis->min(), whole);
}

void CurvePlotTest::smoothingFollowsTheCourseAndNotTheNoise()
{
    std::vector<double> y;
    for (int i = 0; i < 400; ++i)
        y.push_back((i < 200 ? 10 : 4) + (i % 2 == 0 ? 1 : -1));
    y[50] = std::numeric_limits<double>::quiet_NaN();
    const auto means = smoothed(y, 20);
    QCOMPARE(means.size(), y.size());
    QCOMPARE(means[0], y[0]);
    QCOMPARE(means[3], 10.0); // the mean of all four so far
    for (const std::size_t at : { 49U, 50U, 51U, 199U })
        QVERIFY2(std::abs(means[at] - 10) < 0.2, qPrintable(QString::number(means[at])));
    QVERIFY(means[210] > 5); // half way
    QVERIFY2(std::abs(means[399] - 4) < 0.2, qPrintable(QString::number(means[399])));
    QCOMPARE(smoothed(y, 1)[7], y[7]);
}

void CurvePlotTest::theCurvesTakeTheColoursOfAnotherScheme()
{
    auto& application = *qobject_cast<QApplication*>(QApplication::instance());
    CurvePlot plot(QStringLiteral("Epoch"), QStringLiteral("Loss"), ValueFormat::Number);
    plot.setCurves({ { .name = QStringLiteral("a"), .series = 2, .x = { 0, 1 }, .y = { 0, 1 } } });
    plot.show();
    applyTheme(application, Scheme::Dark);
    const auto* series = qobject_cast<QLineSeries*>(plot.chart()->series().front());
    const auto dark = series->pen().color();
    const auto expected = seriesColour(2);
    applyTheme(application, Scheme::Light);
    QCOMPARE(dark, expected);
    QCOMPARE(series->pen().color(), seriesColour(2));
    QVERIFY(expected != seriesColour(2));
}

void CurvePlotTest::plotsAboveEachOtherHaveTheirAxesInOneLine()
{
    QWidget column;
    CurvePlot narrow(QStringLiteral("Epoch"), QStringLiteral("Loss"), ValueFormat::Number, &column);
    CurvePlot wide(QStringLiteral("Epoch"), QStringLiteral("Accuracy"), ValueFormat::Percent, &column);
    const PlotAlignment alignment({ &narrow, &wide }, &column);
    narrow.setGeometry(0, 0, 500, 200);
    wide.setGeometry(0, 200, 500, 200);
    column.resize(500, 400);
    column.show();
    const auto show = [&](double loss, double accuracy) {
        narrow.setCurves({ { .name = QStringLiteral("a"), .x = { 0, 1 }, .y = { 0, loss } } });
        wide.setCurves({ { .name = QStringLiteral("a"), .x = { 0, 1 }, .y = { 0, accuracy } } });
    };
    const auto left = [](const CurvePlot& plot) { return plot.chart()->plotArea().left(); };
    show(2, 0.9);
    QTRY_VERIFY2(left(narrow) > 0 && std::abs(left(narrow) - left(wide)) <= 1,
                 qPrintable(QStringLiteral("%1 %2").arg(left(narrow)).arg(left(wide))));
    show(2'000'000, 0.9); // now the other has the wider labels
    QTRY_VERIFY2(std::abs(left(narrow) - left(wide)) <= 1,
                 qPrintable(QStringLiteral("%1 %2").arg(left(narrow)).arg(left(wide))));
}

void CurvePlotTest::theCurvesAreReadByKeyboard()
{
    CurvePlot plot(QStringLiteral("Epoch"), QStringLiteral("Loss"), ValueFormat::Number);
    plot.setCurves({ { .name = QStringLiteral("a"), .x = { 1, 2 }, .y = { 0.5, 0.25 } },
                     { .name = QStringLiteral("b"), .x = { 1, 2 }, .y = { 0.75, 0.125 } } });
    for (const auto key : { Qt::Key_Right, Qt::Key_Right, Qt::Key_Right })
        QTest::keyClick(&plot, key);
    QCOMPARE(plot.accessibleDescription(), QStringLiteral("a: 0.25  (epoch 2)"));
    QTest::keyClick(&plot, Qt::Key_Down);
    QCOMPARE(plot.accessibleDescription(), QStringLiteral("b: 0.125  (epoch 2)"));
}

QTEST_MAIN(CurvePlotTest)
#include "curve_plot_test.moc"
