// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/side_by_side.hpp"
#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/pan_zoom_view.hpp"

#include <QGraphicsScene>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QTest>

using namespace netwright::widgets;

namespace {

/// Two views of the same width; what stands at (0, 0) at the left stands at (1000, 50) at the right.
struct Pair {
    QWidget window;
    QGraphicsScene scene;
    PanZoomView left { &window };
    PanZoomView right { &window };
    SideBySide both { left, right, nullptr };

    Pair()
    {
        auto* layout = new QHBoxLayout(&window);
        for (auto* view : { &left, &right }) {
            view->setScene(&scene);
            layout->addWidget(view);
        }
        window.resize(1000, 600);
        both.show({ 0, 0, 300, 900 }, { 1000, 50, 300, 1000 }, { 1000, 50 });
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
    }

    [[nodiscard]] static QRectF inSight(const PanZoomView& view)
    {
        return view.mapToScene(view.viewport()->rect()).boundingRect();
    }
    /// To a pixel of the screen.
    [[nodiscard]] bool showTheSame() const
    {
        const auto apart = inSight(right).center() - inSight(left).center() - QPointF(1000, 50);
        return left.zoom() == right.zoom() && apart.manhattanLength() < 4 / left.zoom();
    }
};

} // namespace

class SideBySideTest : public QObject {
    Q_OBJECT

private slots:
    void bothOpenAtTheSameZoomWithAllInSight();
    void whatIsTooLongOpensReadableAtItsBeginning();
    void zoomingOneZoomsTheOther();
    void scrollingOneScrollsTheOther();
};

void SideBySideTest::bothOpenAtTheSameZoomWithAllInSight()
{
    const Pair pair;
    QVERIFY(pair.showTheSame());
    QVERIFY(Pair::inSight(pair.left).contains(QRectF(0, 0, 300, 900)));
    QVERIFY(Pair::inSight(pair.right).contains(QRectF(1000, 50, 300, 1000)));
}

void SideBySideTest::whatIsTooLongOpensReadableAtItsBeginning()
{
    Pair pair;
    const QRectF tall(0, 0, 300, 4000);
    pair.both.show(tall, tall.translated(1000, 50), { 1000, 50 });
    QVERIFY(pair.showTheSame());
    QVERIFY(pair.left.zoom() >= kCardScale);
    QVERIFY(Pair::inSight(pair.left).contains(QPointF(150, 1)));
    pair.both.fitAll();
    QVERIFY(pair.showTheSame());
    QVERIFY(Pair::inSight(pair.right).contains(tall.translated(1000, 50)));
}

void SideBySideTest::zoomingOneZoomsTheOther()
{
    Pair pair;
    pair.right.zoomBy(1.7, { 40, 40 });
    QVERIFY(pair.showTheSame());
    const auto zoom = pair.right.zoom();
    pair.left.zoomIn();
    QVERIFY(pair.showTheSame());
    QVERIFY(pair.right.zoom() > zoom);
}

void SideBySideTest::scrollingOneScrollsTheOther()
{
    Pair pair;
    const auto before = Pair::inSight(pair.right).center();
    auto* bar = pair.left.verticalScrollBar();
    bar->setValue(bar->value() + 100);
    QVERIFY(pair.showTheSame());
    QVERIFY(Pair::inSight(pair.right).center().y() > before.y() + 50);
}

QTEST_MAIN(SideBySideTest)
#include "side_by_side_test.moc"
