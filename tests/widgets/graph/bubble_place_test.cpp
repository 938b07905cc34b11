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
    void neverStandsOnAnotherWhereThereIsRoom();
    void theThreadLeadsAcrossNothing();
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
    const QRectF further(QPointF(0, 140), kBubble); // where it was good before there was room beside it
    QVERIFY(distanceBetween(placed(right, kSight, further), kNode) < 13);
}

void BubblePlaceTest::coversAsLittleAsCanBe()
{
    const QRectF sight(-20, -20, 300, 150); // hardly larger than the node
    const auto place = placed({}, sight);
    QVERIFY(sight.contains(place));
    QVERIFY((place & kNode).height() < 20);
}

/// Rows of layers with 40 between them, all around: the only room is two rows below.
void BubblePlaceTest::neverStandsOnAnotherWhereThereIsRoom()
{
    Rects taken;
    for (int row = -4; row <= 6; ++row) {
        for (int column = -2; column <= 2; ++column) {
            const QRectF rect(column * 280, row * 96, 240, 56);
            const bool isRoom = row >= 3 && row <= 4 && std::abs(column) <= 1;
            if (rect != kNode && !isRoom)
                taken.push_back(rect);
        }
    }
    const auto place = placed(taken);
    QVERIFY(std::ranges::none_of(taken, [&](const QRectF& rect) { return rect.intersects(place); }));
    QVERIFY(place.top() > 200 && place.bottom() < 500);
}

void BubblePlaceTest::theThreadLeadsAcrossNothing()
{
    // At both sides a layer; below, another that stands between the node and the nearest room.
    const Rects taken { QRectF(280, -80, 240, 200), QRectF(-280, -80, 240, 200), QRectF(-40, 70, 320, 20) };
    const auto place = placed(taken);
    const auto thread = threadBetween(kNode, place);
    const auto middle = thread.pointAt(0.5);
    QVERIFY2(place.bottom() < 0, qPrintable(QString::number(place.top()))); // above, where nothing is between
    QVERIFY(std::ranges::none_of(taken, [&](const QRectF& rect) { return rect.contains(middle); }));
}

void BubblePlaceTest::tellsWhereThereIsNoGoodPlace()
{
    const auto isGood = [](const Rects& taken) {
        return bubblePlace(kBubble, {}, { .node = kNode, .sight = kSight, .taken = taken }).cost < kGoodPlace;
    };
    QVERIFY(isGood({}));
    QVERIFY(isGood({ QRectF(280, 0, 240, 56) }));
    QVERIFY(!isGood({ kSight })); // all is taken
    QVERIFY(!isGood({ QRectF(-590, -390, 1380, 900) })); // and free but far away
}

QTEST_GUILESS_MAIN(BubblePlaceTest)
#include "bubble_place_test.moc"
