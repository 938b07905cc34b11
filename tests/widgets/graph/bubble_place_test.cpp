// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/bubble_place.hpp"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace netwright::widgets;
using Rects = std::vector<QRectF>;

namespace {
const QRectF kNode(0, 0, 240, 56);
const QSizeF kBubble(256, 90);
const QRectF kSight(-600, -400, 1400, 1000);

QRectF placed(const Rects& taken, const QRectF& sight = kSight, const QRectF& now = {})
{
    return bubblePlace(kBubble, now, { .node = kNode, .sight = sight, .taken = taken }).rect;
}
} // namespace

class BubblePlaceTest : public QObject {
    Q_OBJECT

private slots:
    void standsAtTheRightWhereThatIsFree();
    void findsTheFreeSpace_data();
    void findsTheFreeSpace();
    void staysWhereItIsGood();
    void coversAsLittleAsCanBe();
    void tellsWhereThereIsNoGoodPlace();
};

void BubblePlaceTest::standsAtTheRightWhereThatIsFree()
{
    const auto place = placed({});
    QCOMPARE(place.size(), kBubble);
    QCOMPARE(place.left(), kNode.right() + 12);
    QCOMPARE(place.center().y(), kNode.center().y());
}

void BubblePlaceTest::findsTheFreeSpace_data()
{
    QTest::addColumn<Rects>("taken");
    QTest::addColumn<QRectF>("sight");
    QTest::addColumn<double>("farthest");
    const QRectF right(280, 0, 240, 56);
    const QRectF left(-280, 0, 240, 56);
    const QRectF below(0, 104, 240, 56);
    const QRectF above(0, -104, 240, 56);
    QTest::newRow("a neighbour at the right") << Rects { right } << kSight << 13.0;
    QTest::newRow("both sides") << Rects { right, left } << kSight << 13.0;
    QTest::newRow("a chain with neighbours: aside of them all")
        << Rects { right, left, below, above } << kSight << 320.0;
    QTest::newRow("the edge of the window at the right") << Rects {} << QRectF(-600, -400, 900, 800) << 13.0;
    QTest::newRow("a corner of the window") << Rects { below } << QRectF(-400, -10, 660, 500) << 13.0;
    QTest::newRow("a row that is full")
        << Rects { QRectF(-600, 0, 560, 56), QRectF(280, 0, 520, 56), below, above } << kSight << 160.0;
}

void BubblePlaceTest::findsTheFreeSpace()
{
    QFETCH(Rects, taken);
    QFETCH(QRectF, sight);
    QFETCH(double, farthest);
    const auto place = placed(taken, sight);
    QVERIFY(sight.contains(place));
    QVERIFY(!place.intersects(kNode));
    QVERIFY(std::ranges::none_of(taken, [&](const QRectF& rect) { return rect.intersects(place); }));
    QVERIFY2(distanceBetween(place, kNode) < farthest,
             qPrintable(QString::number(distanceBetween(place, kNode))));
}

void BubblePlaceTest::staysWhereItIsGood()
{
    const Rects right { QRectF(280, 0, 240, 56) };
    const QRectF now(QPointF(0, 70), kBubble);
    QCOMPARE(placed(right, kSight, now), now);
    QVERIFY(placed({ QRectF(280, 0, 240, 56), QRectF(0, 104, 240, 56) }, kSight, now) != now);
}

void BubblePlaceTest::coversAsLittleAsCanBe()
{
    const QRectF sight(-20, -20, 300, 150); // hardly larger than the node
    const auto place = placed({}, sight);
    QVERIFY(sight.contains(place));
    QVERIFY((place & kNode).height() < 20);
}

void BubblePlaceTest::tellsWhereThereIsNoGoodPlace()
{
    const auto isGood = [](const Rects& taken) {
        return bubblePlace(kBubble, {}, { .node = kNode, .sight = kSight, .taken = taken }).isGood;
    };
    QVERIFY(isGood({}));
    QVERIFY(isGood({ QRectF(280, 0, 240, 56) }));
    QVERIFY(!isGood({ kSight })); // all is taken
    QVERIFY(!isGood({ QRectF(-590, -390, 1380, 900) })); // and free but far away
}

QTEST_GUILESS_MAIN(BubblePlaceTest)
#include "bubble_place_test.moc"
