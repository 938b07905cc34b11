// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block.hpp"
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/node_card.hpp"

#include <QTest>

#include <limits>

using namespace netwright;
using namespace netwright::widgets;
using network::Link;
using network::Network;
using network::NodeId;

namespace {

Link link(NodeId from, NodeId to) { return { { from, 0 }, { to, 0 } }; }

} // namespace

class EditsTest : public QObject {
    Q_OBJECT

private slots:
    void aNewNodeGoesBetweenTwoThatAreLinked();
    void aNewNodeIsNotLinkedWherePortsForbidIt();
    void aNewNodeStepsAsideForAnother();
    void aFarAwayNodeDoesNotHangTheCanvas();
    void descendantsOfACycleEnd();
    void aChainSkipsWhatCannotBeLinked();
    void aSubsetKeepsTheLinksWithinIt();
    void pastedNodesGetFreeNames();
    void arrangedNodesStandBelowWhatFeedsThem();
    void anArrangedLinkPassesBesideTheNodes();
    void aCycleIsArrangedToo();
    void aSummaryNamesTheMainParameters_data();
    void aSummaryNamesTheMainParameters();
};

void EditsTest::aNewNodeGoesBetweenTwoThatAreLinked()
{
    Network network;
    const auto first = network.add("relu", { 0, 0 });
    const auto second = network.add("relu", { 0, 104 });
    network.connect(link(first, second));
    const auto [after, added] = edits::placedBelow(network, "dropout", first);
    const auto middle = *added.begin();
    QCOMPARE(after.links, (std::vector { link(first, middle), link(middle, second) }));
    QVERIFY(after.find(first)->position.y < after.find(middle)->position.y);
    QVERIFY(after.find(middle)->position.y < after.find(second)->position.y);
}

void EditsTest::aNewNodeIsNotLinkedWherePortsForbidIt()
{
    Network network;
    const auto loss = network.add("mean_squared_error", {});
    QVERIFY(edits::placedBelow(network, "relu", loss).network.links.empty());
    const auto relu = network.add("relu", { 0, 500 });
    QVERIFY(edits::placedBelow(network, "input", relu).network.links.empty());
}

void EditsTest::aNewNodeStepsAsideForAnother()
{
    Network network;
    network.add("relu", {});
    const auto [after, added] = edits::placed(network, "relu", {});
    QVERIFY(after.find(*added.begin())->position.x > 200);
}

void EditsTest::aFarAwayNodeDoesNotHangTheCanvas()
{
    const network::Position away { std::numeric_limits<double>::max(), 0 };
    Network network;
    network.add("relu", away);
    QCOMPARE(edits::placed(network, "relu", away).network.nodes.size(), std::size_t(2));
}

void EditsTest::descendantsOfACycleEnd()
{
    Network network;
    const auto first = network.add("relu", {});
    const auto second = network.add("relu", {});
    network.links = { link(first, second), link(second, first) };
    QCOMPARE(edits::descendants(network, first), (std::set { first, second }));
    QVERIFY(edits::refusal(network, link(first, first)));
}

void EditsTest::aChainSkipsWhatCannotBeLinked()
{
    Network network;
    const auto loss = network.add("mean_squared_error", { 0, 0 }); // has no output
    const auto first = network.add("relu", { 0, 100 });
    const auto second = network.add("relu", { 0, 200 });
    const auto after = edits::chained(network, { loss, first, second });
    QCOMPARE(after.links, std::vector { link(first, second) });
}

void EditsTest::aSubsetKeepsTheLinksWithinIt()
{
    Network network;
    const auto first = network.add("relu", {});
    const auto second = network.add("relu", {});
    const auto third = network.add("relu", {});
    network.links = { link(first, second), link(second, third) };
    const auto part = edits::subset(network, { second, third });
    QCOMPARE(part.nodes.size(), std::size_t(2));
    QCOMPARE(part.links, std::vector { link(second, third) });
}

void EditsTest::arrangedNodesStandBelowWhatFeedsThem()
{
    Network network;
    const auto last = network.add("relu", { 700, -300 });
    const auto first = network.add("relu", { 16, 8 });
    const auto left = network.add("relu", { 16, 8 });
    const auto right = network.add("relu", { 16, 8 });
    network.links = { link(first, left), link(first, right), link(left, last) };
    const auto after = edits::arranged(network);
    const auto at = [&](NodeId id) { return after.find(id)->position; };
    QVERIFY(at(first).y < at(left).y && at(left).y < at(last).y);
    QCOMPARE(at(left).y, at(right).y);
    QVERIFY(std::abs(at(left).x - at(right).x) >= geometry::kNodeWidth);
    QCOMPARE(at(first).x, (at(left).x + at(right).x) / 2);
    QCOMPARE(at(last).x, at(left).x);
    QCOMPARE(at(first).y, -304.0); // on the grid, where the uppermost was
    QCOMPARE(edits::arranged(after), after);
}

void EditsTest::anArrangedLinkPassesBesideTheNodes()
{
    Network network;
    const auto first = network.add("relu", {});
    const auto middle = network.add("relu", {});
    const auto last = network.add("relu", {});
    network.links = { link(first, middle), link(middle, last), link(first, last) };
    const auto after = edits::arranged(network);
    const auto at = [&](NodeId id) { return after.find(id)->position; };
    const double straight = (at(first).x + at(last).x) / 2;
    QVERIFY2(std::abs(at(middle).x - straight) > geometry::kNodeWidth / 2,
             qPrintable(QString::number(at(middle).x - straight)));
}

void EditsTest::aCycleIsArrangedToo()
{
    Network network;
    const auto first = network.add("relu", {});
    const auto second = network.add("relu", {});
    network.links = { link(first, second), link(second, first) };
    const auto after = edits::arranged(network);
    const auto apart = after.find(first)->position.y - after.find(second)->position.y;
    const auto aside = after.find(first)->position.x - after.find(second)->position.x;
    QVERIFY(std::abs(apart) >= geometry::kNodeHeight || std::abs(aside) >= geometry::kNodeWidth);
}

void EditsTest::pastedNodesGetFreeNames()
{
    Network network;
    const auto only = network.add("relu", {});
    network.find(only)->name = "first";
    const auto part = edits::subset(network, { only });
    auto after = edits::pasted(network, part, 0, 0).network;
    after = edits::pasted(after, part, 0, 0).network;
    std::set<std::string> names;
    for (const auto& node : after.nodes)
        names.insert(node.name);
    QCOMPARE(names, (std::set<std::string> { "first", "relu_1", "relu_2" }));
    const auto elsewhere = edits::pasted({}, part, 0, 0).network;
    QCOMPARE(elsewhere.nodes[0].name, std::string("first"));
}

void EditsTest::aSummaryNamesTheMainParameters_data()
{
    QTest::addColumn<QString>("layer");
    QTest::addColumn<QString>("summary");
    QTest::newRow("a dense layer") << "dense"
                                   << "64 units";
    QTest::newRow("a convolution") << "conv2d"
                                   << "32 filters, 3 × 3";
    QTest::newRow("a pooling") << "max_pool2d"
                               << "2 × 2";
    QTest::newRow("a rate") << "dropout"
                            << "rate 0.5";
    QTest::newRow("nothing to say") << "relu"
                                    << "";
}

void EditsTest::aSummaryNamesTheMainParameters()
{
    QFETCH(QString, layer);
    QFETCH(QString, summary);
    Network network;
    const auto id = network.add(layer.toStdString(), {});
    QCOMPARE(summaryOf(*network.find(id), *network::kindOf(network, network.find(id)->layer)), summary);
}

QTEST_GUILESS_MAIN(EditsTest)
#include "edits_test.moc"
