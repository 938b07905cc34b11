// SPDX-License-Identifier: GPL-3.0-or-later
// Where a layer that was asked for goes, and what it is linked to.
#include "widgets/graph/quick_edits.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::widgets;
using geometry::Side;
using network::Link;
using network::Network;
using network::NodeId;
using network::Position;

namespace {

/// input -> flatten.
struct Sample {
    Network network;
    NodeId input = network.add("input", { 0, 0 });
    NodeId flatten = network.add("flatten", { 0, 104 });

    Sample() { network.connect({ { input, 0 }, { flatten, 0 } }); }
};

} // namespace

class QuickEditsTest : public QObject {
    Q_OBJECT

private slots:
    void anEndOfALinkIsTheFirstPort_data();
    void anEndOfALinkIsTheFirstPort();
    void whatHasNoSuchPortStandsAlone();
    void withoutAPlaceItGoesBelowAndInBetween();
    void atAPlaceItIsFedByTheOneBefore();
    void parametersReplaceTheDefaults();
};

void QuickEditsTest::anEndOfALinkIsTheFirstPort_data()
{
    QTest::addColumn<bool>("isDown");
    QTest::addColumn<bool>("isFromOutput");
    QTest::addColumn<QPointF>("centre"); // of a link that was let go at (400, 200)
    QTest::newRow("down from an output") << true << true << QPointF(400, 228);
    QTest::newRow("down from an input") << true << false << QPointF(400, 172);
    QTest::newRow("right from an output") << false << true << QPointF(520, 200);
    QTest::newRow("right from an input") << false << false << QPointF(280, 200);
}

void QuickEditsTest::anEndOfALinkIsTheFirstPort()
{
    QFETCH(bool, isDown);
    QFETCH(bool, isFromOutput);
    QFETCH(QPointF, centre);
    Sample sample;
    sample.network.flow = isDown ? network::Flow::Down : network::Flow::Right;
    const Pull pull { { isFromOutput ? sample.input : sample.flatten, 0 },
                      isFromOutput ? Side::Output : Side::Input };
    const auto [after, added]
        = edits::answered(sample.network, "relu", { .point = QPointF(400, 200), .after = {}, .pull = pull });
    const auto id = *added.begin();
    QCOMPARE(after.find(id)->position, (Position { centre.x(), centre.y() }));
    const auto link
        = isFromOutput ? Link { { sample.input, 0 }, { id, 0 } } : Link { { id, 0 }, { sample.flatten, 0 } };
    QVERIFY(std::ranges::count(after.links, link));
    QCOMPARE(after.links.size(), isFromOutput ? std::size_t { 2 } : std::size_t { 1 }); // an input takes one
}

void QuickEditsTest::whatHasNoSuchPortStandsAlone()
{
    const Sample sample;
    const Pull pull { { sample.input, 0 }, Side::Output };
    const auto [after, added]
        = edits::answered(sample.network, "input", { .point = QPointF(400, 200), .after = {}, .pull = pull });
    QCOMPARE(after.nodes.size(), std::size_t { 3 });
    QCOMPARE(after.links, sample.network.links);
}

void QuickEditsTest::withoutAPlaceItGoesBelowAndInBetween()
{
    const Sample sample;
    const auto [after, added]
        = edits::answered(sample.network, "relu", { .point = {}, .after = sample.input, .pull = {} });
    const auto id = *added.begin();
    QVERIFY(std::ranges::count(after.links, Link { { sample.input, 0 }, { id, 0 } }));
    QVERIFY(std::ranges::count(after.links, Link { { id, 0 }, { sample.flatten, 0 } }));
}

void QuickEditsTest::atAPlaceItIsFedByTheOneBefore()
{
    const Sample sample;
    const auto [after, added] = edits::answered(
        sample.network, "relu", { .point = QPointF(400, 200), .after = sample.input, .pull = {} });
    const auto id = *added.begin();
    QCOMPARE(after.find(id)->position, (Position { 400, 200 }));
    QVERIFY(std::ranges::count(after.links, Link { { sample.input, 0 }, { id, 0 } }));
    QVERIFY(std::ranges::count(after.links, sample.network.links.front()));
}

void QuickEditsTest::parametersReplaceTheDefaults()
{
    const Sample sample;
    auto trial = sample.network;
    auto parameters = trial.find(trial.add("dense", {}))->parameters;
    parameters.set("units", std::int64_t { 7 });
    const auto [after, added] = edits::answered(
        sample.network, "dense", { .point = QPointF(0, 300), .after = {}, .pull = {} }, parameters);
    QCOMPARE(after.find(*added.begin())->parameters.integer("units"), std::int64_t { 7 });
}

QTEST_GUILESS_MAIN(QuickEditsTest)
#include "quick_edits_test.moc"
