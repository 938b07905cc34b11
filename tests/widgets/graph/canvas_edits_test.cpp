// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/alignment.hpp"
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/node_edits.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::widgets;
using namespace netwright::widgets::edits;
using network::Link;
using network::Network;
using network::NodeId;
using network::Position;

namespace {

Link link(NodeId from, NodeId to) { return { { from, 0 }, { to, 0 } }; }

/// Three nodes in a chain, and one beside them.
struct Sample {
    Network network;
    NodeId first = network.add("relu", { 0, 0 });
    NodeId second = network.add("dense", { 40, 104 });
    NodeId third = network.add("dropout", { 20, 300 });
    NodeId loose = network.add("tanh", { 400, 100 });

    Sample()
    {
        network.connect(link(first, second));
        network.connect(link(second, third));
    }
    [[nodiscard]] std::set<NodeId> chain() const { return { first, second, third }; }
    [[nodiscard]] Position at(const Network& after, NodeId id) const { return after.find(id)->position; }
};

} // namespace

class CanvasEditsTest : public QObject {
    Q_OBJECT

private slots:
    void nodesAreAlignedAtAnEdge_data()
    {
        QTest::addColumn<int>("edge");
        QTest::addColumn<QList<double>>("xs");
        QTest::addColumn<QList<double>>("ys");
        const auto row = [](const char* name, Edge edge, QList<double> xs, QList<double> ys) {
            QTest::newRow(name) << static_cast<int>(edge) << xs << ys;
        };
        const QList<double> xs { 0, 40, 20 };
        const QList<double> ys { 0, 104, 300 };
        row("left", Edge::Left, { 0, 0, 0 }, ys);
        row("centre", Edge::Centre, { 20, 20, 20 }, ys);
        row("right", Edge::Right, { 40, 40, 40 }, ys);
        row("top", Edge::Top, xs, { 0, 0, 0 });
        row("middle", Edge::Middle, xs, { 150, 150, 150 });
        row("bottom", Edge::Bottom, xs, { 300, 300, 300 });
    }

    void nodesAreAlignedAtAnEdge()
    {
        QFETCH(int, edge);
        QFETCH(QList<double>, xs);
        QFETCH(QList<double>, ys);
        const Sample sample;
        const auto after = aligned(sample.network, sample.chain(), static_cast<Edge>(edge));
        qsizetype i = 0;
        for (const auto id : sample.chain()) {
            QCOMPARE(sample.at(after, id).x, xs[i]);
            QCOMPARE(sample.at(after, id).y, ys[i++]);
        }
        QVERIFY(sample.at(after, sample.loose) == sample.at(sample.network, sample.loose));
    }

    void nodesAreDistributedBetweenTheFirstAndTheLast()
    {
        const Sample sample;
        const auto after = distributed(sample.network, sample.chain(), Axis::Vertical);
        QVERIFY((sample.at(after, sample.first) == Position { 0, 0 }));
        QVERIFY((sample.at(after, sample.second) == Position { 40, 150 }));
        QVERIFY((sample.at(after, sample.third) == Position { 20, 300 }));
        const auto across = distributed(sample.network, sample.chain(), Axis::Horizontal);
        QCOMPARE(sample.at(across, sample.third).x, 20.0);
        QVERIFY(distributed(sample.network, { sample.first, sample.third }, Axis::Vertical)
                == sample.network);
    }

    void nodesGoToTheNearestPointOfTheGrid()
    {
        Sample sample;
        sample.network.find(sample.loose)->position = { 403.7, -11.9 };
        const auto after = onGrid(sample.network, { sample.loose });
        QVERIFY((sample.at(after, sample.loose) == Position { 400, -8 }));
    }

    void aNodeIsPutBetweenTwoThatAreLinked()
    {
        const Sample sample;
        const auto between = link(sample.first, sample.second);
        QVERIFY(fitsOn(sample.network, sample.loose, between));
        const auto after = inserted(sample.network, sample.loose, between);
        QVERIFY((std::set(after.links.begin(), after.links.end())
                 == std::set { link(sample.first, sample.loose), link(sample.loose, sample.second),
                               link(sample.second, sample.third) }));
        QVERIFY(sample.at(after, sample.loose) == sample.at(sample.network, sample.loose));
    }

    void aNodeThatIsPutOverOthersHasRoomMade()
    {
        Sample sample;
        const auto between = link(sample.first, sample.second);
        const auto first = sample.at(sample.network, sample.first);
        sample.network.find(sample.second)->position = { first.x, first.y + 104 };
        sample.network.find(sample.loose)->position = { first.x + 20, first.y + 50 };
        const auto after = inserted(sample.network, sample.loose, between);
        QVERIFY((sample.at(after, sample.loose) == Position { first.x, first.y + 104 }));
        QVERIFY((sample.at(after, sample.second) == Position { first.x, first.y + 208 }));
    }

    void aNodeThatIsLinkedOrHasNoOutputIsPutOnNoLink()
    {
        Sample sample;
        const auto between = link(sample.first, sample.second);
        const auto loss = sample.network.add("mean_squared_error", {});
        QVERIFY(!fitsOn(sample.network, loss, between));
        QVERIFY(!fitsOn(sample.network, sample.third, between));
        QVERIFY(!fitsOn(sample.network, sample.loose, link(sample.first, sample.third)));
        QVERIFY(inserted(sample.network, loss, between) == sample.network);
    }

    void deletingHealsTheLinks()
    {
        const Sample sample;
        const auto after = healed(sample.network, { .nodes = { sample.second }, .links = {} });
        QCOMPARE(after.links, std::vector { link(sample.first, sample.third) });
        QVERIFY(healed(sample.network, { .nodes = sample.chain(), .links = {} }).links.empty());
        const auto two = healed(sample.network, { .nodes = { sample.first, sample.second }, .links = {} });
        QVERIFY(two.links.empty());
    }

    void anotherKindKeepsWhatFits()
    {
        Network network;
        const auto before = network.add("relu", {});
        const auto pool = network.add("max_pool2d", { 8, 8 });
        const auto after = network.add("relu", {});
        network.connect(link(before, pool));
        network.connect(link(pool, after));
        network.find(pool)->name = "pool";
        network.find(pool)->parameters.set("pool_width", std::int64_t { 3 });
        const auto average = swapped(network, { pool }, "average_pool2d");
        const auto* node = average.find(pool);
        QCOMPARE(node->layer, std::string("average_pool2d"));
        QCOMPARE(node->name, std::string("pool"));
        QCOMPARE(node->parameters.integer("pool_width"), std::int64_t { 3 });
        QCOMPARE(average.links, network.links);
        QVERIFY(node->position == network.find(pool)->position);
        const auto loss = swapped(network, { pool }, "mean_squared_error"); // has no output
        QCOMPARE(loss.links, std::vector { link(before, pool) });
    }

    void bypassingTurnsThemAllOffAndThenOn()
    {
        Sample sample;
        const auto input = sample.network.add("input", {});
        auto nodes = sample.chain();
        nodes.insert(input); // has nothing to hand on
        QCOMPARE(nextBypass(sample.network, nodes), std::optional(true));
        const auto off = bypassed(sample.network, nodes, true);
        for (const auto id : sample.chain())
            QVERIFY(off.find(id)->isBypassed);
        QVERIFY(!off.find(input)->isBypassed);
        QCOMPARE(nextBypass(off, nodes), std::optional(false));
        QCOMPARE(bypassed(off, nodes, false), sample.network);
        QVERIFY(!nextBypass(sample.network, { input }));
    }

    void pathsAreSelectedUpAndDown()
    {
        const Sample sample;
        const auto up = upstream(sample.network, { sample.second });
        QVERIFY((up.nodes == std::set { sample.first, sample.second }));
        QVERIFY((up.links == std::set { link(sample.first, sample.second) }));
        const auto down = downstream(sample.network, { sample.second });
        QVERIFY((down.nodes == std::set { sample.second, sample.third }));
    }

    void aNoteIsMadeChangedAndDeleted()
    {
        const auto [network, id] = noted(Sample().network, { 8, 16 });
        auto note = *find(network, id);
        QVERIFY((note.position == Position { 8, 16 }));
        note.text = "why";
        note.size = { 1, 1e9 };
        const auto after = withNote(network, note);
        QCOMPARE(find(after, id)->text, std::string("why"));
        QVERIFY(network::checkNote(*find(after, id)).has_value());
        QCOMPARE(find(coloured(after, {}, { id }, "red"), id)->colour, std::string("red"));
        const auto moved = edits::moved(after, Selection { .nodes = {}, .links = {}, .notes = { id } }, 8, 0);
        QVERIFY((find(moved, id)->position == Position { 16, 16 }));
        QVERIFY(without(after, { .nodes = {}, .links = {}, .notes = { id } }).notes.empty());
    }

    void aLongNoteIsCutBetweenCharacters()
    {
        const auto [network, id] = noted({}, {});
        auto note = *find(network, id);
        for (int i = 0; i < 15'000; ++i)
            note.text += "ö";
        note.text.insert(0, "x");
        const auto after = withNote(network, note);
        QVERIFY(network::checkNote(*find(after, id)).has_value());
        const auto text = QString::fromStdString(find(after, id)->text);
        QVERIFY(text.endsWith(QStringLiteral("ö")));
    }

    void aNodeIsInOneGroup()
    {
        const Sample sample;
        const auto [one, first] = grouped(sample.network, { sample.first, sample.second }, "red");
        const auto [two, second] = grouped(one, { sample.second, sample.third }, "blue");
        QVERIFY(find(two, first)->nodes == std::set { sample.first });
        QVERIFY((find(two, second)->nodes == std::set { sample.second, sample.third }));
        const auto [three, third] = grouped(two, { sample.first }, "red");
        QVERIFY(!find(three, first));
        QVERIFY((groupsOf(three, { sample.first, sample.loose }) == std::set { third }));
    }

    void aGroupIsNamedColouredAndDissolved()
    {
        const Sample sample;
        const auto [network, id] = grouped(sample.network, sample.chain(), "red");
        const auto named = withGroupName(network, id, "the\nhead");
        QCOMPARE(find(named, id)->name, std::string("the head"));
        QCOMPARE(find(coloured(named, { sample.second }, {}, "green"), id)->colour, std::string("green"));
        const auto gone = ungrouped(named, { sample.second });
        QVERIFY(gone.groups.empty());
        QCOMPARE(gone.nodes, sample.network.nodes);
        QVERIFY(without(network, { .nodes = sample.chain(), .links = {} }).groups.empty());
    }

    void copiesTakeNotesAndWholeGroupsAlong()
    {
        const Sample sample;
        auto [network, group] = grouped(sample.network, sample.chain(), "red");
        const auto note = noted(network, { 100, 50 });
        const auto part
            = subset(note.network, { .nodes = sample.chain(), .links = {}, .notes = { note.id } });
        const auto [after, added] = pasted(note.network, part, 300, 8);
        QCOMPARE(added.nodes.size(), std::size_t { 3 });
        QCOMPARE(added.notes.size(), std::size_t { 1 });
        QVERIFY((find(after, *added.notes.begin())->position == Position { 400, 58 }));
        QCOMPARE(after.groups.size(), std::size_t { 2 });
        QVERIFY(after.groups.back().nodes == added.nodes);
        QCOMPARE(after.groups.back().colour, std::string("red"));
        QVERIFY(subset(note.network, std::set { sample.first }).groups.empty());
    }
};

QTEST_GUILESS_MAIN(CanvasEditsTest)
#include "canvas_edits_test.moc"
