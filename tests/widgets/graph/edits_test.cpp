// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block.hpp"
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/link_route.hpp"
#include "widgets/graph/node_card.hpp"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace netwright;
using namespace netwright::widgets;
using network::Flow;
using network::Link;
using network::Network;
using network::NodeId;

namespace {

Link link(NodeId from, NodeId to) { return { { from, 0 }, { to, 0 } }; }

QRectF rectOf(const network::Node& node)
{
    return geometry::nodeRect().translated(node.position.x, node.position.y);
}

/// All of a path but its very ends.
bool isBeside(const QPainterPath& path, const std::vector<QRectF>& nodes)
{
    for (int percent = 2; percent < 99; ++percent) {
        const auto point = path.pointAtPercent(percent / 100.0);
        if (std::ranges::any_of(nodes, [point](const QRectF& node) { return node.contains(point); }))
            return false;
    }
    return true;
}

} // namespace

class EditsTest : public QObject {
    Q_OBJECT

private slots:
    void aNewNodeGoesBetweenTwoThatAreLinked();
    void aNewNodeGoesAlongTheFlow();
    void aNewNodeIsNotLinkedWherePortsForbidIt();
    void aNetworkIsGoneOnWithWhereAnOutputIsFree();
    void aNewNodeStepsAsideForAnother();
    void aFarAwayNodeDoesNotHangTheCanvas();
    void descendantsOfACycleEnd();
    void aChainSkipsWhatCannotBeLinked();
    void aSubsetKeepsTheLinksWithinIt();
    void pastedNodesGetFreeNames();
    void arrangedNodesStandBelowWhatFeedsThem();
    void arrangedLinksPassBesideTheNodes_data();
    void arrangedLinksPassBesideTheNodes();
    void aLinkThatGoesBackPassesBesideItsNodes();
    void arrangesTheSelectionAlone();
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

void EditsTest::aNewNodeGoesAlongTheFlow()
{
    Network network;
    network.flow = Flow::Right;
    const auto above = network.add("relu", { 0, 0 });
    const auto below = network.add("relu", { 352, 0 });
    network.links = { link(above, below) };
    const auto [after, added] = edits::placedBelow(network, "relu", above);
    QCOMPARE(after.find(*added.begin())->position, (network::Position { 352, 0 }));
    QCOMPARE(after.find(below)->position, (network::Position { 704, 0 }));
}

void EditsTest::aNewNodeIsNotLinkedWherePortsForbidIt()
{
    Network network;
    const auto loss = network.add("mean_squared_error", {});
    QVERIFY(edits::placedBelow(network, "relu", loss).network.links.empty());
    const auto relu = network.add("relu", { 0, 500 });
    QVERIFY(edits::placedBelow(network, "input", relu).network.links.empty());
}

void EditsTest::aNetworkIsGoneOnWithWhereAnOutputIsFree()
{
    Network network;
    QVERIFY(!edits::openEnd(network));
    const auto first = network.add("relu", { 0, 0 });
    const auto second = network.add("relu", { 0, 104 });
    network.links = { link(first, second) };
    network.add("mean_squared_error", { 0, 900 }); // has no output
    QCOMPARE(edits::openEnd(network), std::optional(second));
    network.flow = Flow::Right;
    network.find(second)->position = { -10, 0 };
    const auto other = network.add("relu", { 5, 0 });
    QCOMPARE(edits::openEnd(network), std::optional(other));
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

void EditsTest::arrangedLinksPassBesideTheNodes_data()
{
    QTest::addColumn<Flow>("flow");
    QTest::addColumn<Routing>("routing");
    QTest::newRow("down, smooth") << Flow::Down << Routing::Smooth;
    QTest::newRow("down, orthogonal") << Flow::Down << Routing::Orthogonal;
    QTest::newRow("right, smooth") << Flow::Right << Routing::Smooth;
    QTest::newRow("right, orthogonal") << Flow::Right << Routing::Orthogonal;
}

void EditsTest::arrangedLinksPassBesideTheNodes()
{
    QFETCH(Flow, flow);
    QFETCH(Routing, routing);
    Network network;
    std::vector<NodeId> nodes;
    for (int i = 0; i < 6; ++i)
        nodes.push_back(network.add("relu", {}));
    for (std::size_t i = 1; i < nodes.size(); ++i)
        network.links.push_back(link(nodes[i - 1], nodes[i]));
    network.links.push_back(link(nodes[0], nodes[2]));
    network.links.push_back(link(nodes[1], nodes[5]));
    const auto after = edits::arranged(network, flow);
    QCOMPARE(after.flow, flow);
    std::vector<QRectF> rects;
    for (const auto& node : after.nodes)
        rects.push_back(rectOf(node));
    for (const auto& [from, to] : after.links) {
        const auto end = [&](NodeId id, geometry::Side side) {
            return rectOf(*after.find(id)).center() + geometry::portPoint(flow, side, 0, 1);
        };
        const LinkEnds ends { end(from.node, geometry::Side::Output), end(to.node, geometry::Side::Input),
                              flow };
        const auto path = routed(ends, routing, rects).path;
        QCOMPARE(path.pointAtPercent(0), ends.from);
        QCOMPARE(path.pointAtPercent(1), ends.to);
        QVERIFY2(isBeside(path, rects), after.find(to.node)->name.c_str());
    }
}

void EditsTest::aLinkThatGoesBackPassesBesideItsNodes()
{
    for (const auto routing : { Routing::Smooth, Routing::Orthogonal }) {
        const std::vector rects { geometry::nodeRect(), geometry::nodeRect().translated(0, -104) };
        QVERIFY(isBeside(routed({ { 0, 28 }, { 0, -132 }, Flow::Down }, routing, rects).path, rects));
    }
}

void EditsTest::arrangesTheSelectionAlone()
{
    Network network;
    const auto first = network.add("relu", { 0, 0 });
    const auto second = network.add("relu", { 400, 40 });
    const auto other = network.add("relu", { 900, 900 });
    network.links = { link(first, second), link(second, other) };
    const auto after = edits::arranged(network, Flow::Down, { first, second });
    QCOMPARE(after.find(other)->position, (network::Position { 900, 900 }));
    QCOMPARE(after.find(first)->position.x, after.find(second)->position.x);
    QCOMPARE(after.find(second)->position.y - after.find(first)->position.y, geometry::kRowHeight);
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
