// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/arrange.hpp"
#include "widgets/graph/canvas_style.hpp"
#include "widgets/graph/fold.hpp"
#include "widgets/graph/geometry.hpp"

#include <QTest>

#include <algorithm>

using namespace netwright;
using namespace netwright::widgets;
using network::Flow;
using network::Network;
using network::NodeId;

namespace {

/// Layers one after the other; `skips` lead past two of them, from every fourth.
Network chain(int count, bool hasSkips = false)
{
    Network network;
    std::vector<NodeId> nodes;
    for (int i = 0; i < count; ++i) {
        nodes.push_back(network.add(hasSkips && i % 4 == 3 ? "add" : "relu", {}));
        if (i > 0)
            network.connect({ { nodes[static_cast<std::size_t>(i) - 1] }, { nodes.back() } });
        if (hasSkips && i % 4 == 3)
            network.connect({ { nodes[static_cast<std::size_t>(i) - 3] }, { nodes.back(), 1 } });
    }
    return network;
}

QRectF boundsOf(const Network& network)
{
    QRectF bounds;
    for (const auto& node : network.nodes)
        bounds |= geometry::nodeRect().translated(node.position.x, node.position.y);
    return bounds;
}

double zoomOf(const Network& network, QSizeF room)
{
    const auto bounds = boundsOf(network);
    return std::min(room.width() / bounds.width(), room.height() / bounds.height());
}

bool areApart(const Network& network)
{
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto& a = network.nodes[i].position;
            const auto& b = network.nodes[j].position;
            if (geometry::nodeRect().translated(a.x, a.y).intersects(
                    geometry::nodeRect().translated(b.x, b.y)))
                return false;
        }
    }
    return true;
}

} // namespace

class FoldTest : public QObject {
    Q_OBJECT

private slots:
    void aLongNetworkCanBeReadAsAWhole_data();
    void aLongNetworkCanBeReadAsAWhole();
    void whatCanBeReadStaysAsItIs();
    void columnsEndWhereOneLinkLeadsOn();
    void whatCannotBeCutStaysAsItIs();
    void aNoteGoesWithItsLayer_data();
    void aNoteGoesWithItsLayer();
    void aNoteFindsRoomWhereTheFlowTurns();
    void aGroupStaysInOneColumn();
    void aFoldCoversNothingThatStays();
};

void FoldTest::aLongNetworkCanBeReadAsAWhole_data()
{
    QTest::addColumn<Flow>("flow");
    QTest::addColumn<QSizeF>("room");
    QTest::newRow("down") << Flow::Down << QSizeF(1000, 700);
    QTest::newRow("down, in a small window") << Flow::Down << QSizeF(640, 480);
    QTest::newRow("right") << Flow::Right << QSizeF(1000, 700);
    QTest::newRow("right, in a high window") << Flow::Right << QSizeF(600, 1000);
}

void FoldTest::aLongNetworkCanBeReadAsAWhole()
{
    QFETCH(Flow, flow);
    QFETCH(QSizeF, room);
    const auto straight = edits::arranged(chain(30), flow);
    const auto folded = edits::folded(straight, room);
    QVERIFY(zoomOf(straight, room) < kNameScale);
    QVERIFY2(zoomOf(folded, room) > kCardScale, qPrintable(QString::number(zoomOf(folded, room))));
    QVERIFY(areApart(folded));
    QCOMPARE(boundsOf(folded).topLeft(), boundsOf(straight).topLeft());
    QCOMPARE(folded.links, straight.links);
}

void FoldTest::whatCanBeReadStaysAsItIs()
{
    const auto straight = edits::arranged(chain(6), Flow::Down);
    QCOMPARE(edits::folded(straight, { 1000, 700 }), straight);
    QCOMPARE(edits::folded(Network(), { 1000, 700 }), Network());
    QCOMPARE(edits::folded(straight, {}), straight);
}

/// A skip that ends in another column would run across the whole picture.
void FoldTest::columnsEndWhereOneLinkLeadsOn()
{
    const auto folded = edits::folded(edits::arranged(chain(32, true), Flow::Down), { 1000, 700 });
    QVERIFY(zoomOf(folded, { 1000, 700 }) > kCardScale);
    int between = 0;
    for (const auto& link : folded.links) {
        const auto& from = folded.find(link.from.node)->position;
        const auto& to = folded.find(link.to.node)->position;
        between += to.y <= from.y ? 1 : 0;
        QVERIFY(to.y > from.y || link.to.port == 0);
    }
    QVERIFY(between >= 2);
}

void FoldTest::whatCannotBeCutStaysAsItIs()
{
    auto network = chain(30);
    const auto first = network.nodes.front().id;
    const auto last = network.add("add", {});
    network.connect({ { network.nodes[29].id }, { last } });
    network.connect({ { first }, { last, 1 } });
    const auto straight = edits::arranged(network, Flow::Down);
    QCOMPARE(edits::folded(straight, { 1000, 700 }), straight);
}

void FoldTest::aNoteGoesWithItsLayer_data()
{
    QTest::addColumn<Flow>("flow");
    QTest::newRow("down") << Flow::Down;
    QTest::newRow("right") << Flow::Right;
}

void FoldTest::aNoteGoesWithItsLayer()
{
    QFETCH(Flow, flow);
    auto straight = edits::arranged(chain(30), flow);
    for (const auto place : { std::size_t { 2 }, std::size_t { 27 } }) {
        const auto [x, y] = straight.nodes[place].position;
        straight = edits::noted(straight, { x + 140, y + 36 }).network;
    }
    const auto folded = edits::folded(straight, { 1000, 700 });
    QVERIFY(folded.nodes != straight.nodes);
    for (const auto& note : folded.notes) {
        const QRectF paper(note.position.x, note.position.y, note.size.width, note.size.height);
        for (const auto& node : folded.nodes)
            QVERIFY(!paper.intersects(geometry::nodeRect().translated(node.position.x, node.position.y)));
    }
    const auto& last = folded.nodes[27].position;
    QCOMPARE(folded.notes[1].position, (network::Position { last.x + 140, last.y + 36 }));
    QVERIFY(folded.notes[1].position != straight.notes[1].position);
}

void FoldTest::aNoteFindsRoomWhereTheFlowTurns()
{
    const auto down = edits::arranged(chain(5), Flow::Down);
    const auto& [x, y] = down.nodes[2].position;
    const auto right = edits::arranged(edits::noted(down, { x + 160, y - 40 }).network, Flow::Right);
    const auto& note = right.notes.front();
    const QRectF paper(note.position.x, note.position.y, note.size.width, note.size.height);
    for (const auto& node : right.nodes)
        QVERIFY(!paper.intersects(geometry::nodeRect().translated(node.position.x, node.position.y)));
    const auto& own = right.nodes[2].position;
    QVERIFY2(edits::nearestNode(right, note)->id == down.nodes[2].id,
             qPrintable(QStringLiteral("%1, %2").arg(note.position.x - own.x).arg(note.position.y - own.y)));
}

void FoldTest::aGroupStaysInOneColumn()
{
    const auto straight = edits::arranged(chain(30), Flow::Down);
    const QSizeF room(1000, 700);
    const auto usual = edits::folded(straight, room);
    std::size_t cut = 1; // where the second column begins
    while (usual.nodes[cut].position.x == usual.nodes.front().position.x)
        ++cut;
    std::set<NodeId> across;
    for (std::size_t place = cut - 2; place < cut + 2; ++place)
        across.insert(straight.nodes[place].id);
    const auto folded = edits::folded(edits::grouped(straight, across, "blue").network, room);
    QVERIFY(zoomOf(folded, room) > kCardScale);
    std::set<double> columns;
    for (const auto id : across)
        columns.insert(folded.find(id)->position.x);
    QCOMPARE(columns.size(), std::size_t(1));
}

void FoldTest::aFoldCoversNothingThatStays()
{
    auto straight = edits::arranged(chain(30), Flow::Down);
    std::set<NodeId> branch;
    for (const auto& node : straight.nodes)
        branch.insert(node.id);
    const auto [x, y] = straight.nodes[3].position;
    const auto other = straight.add("relu", { x + geometry::kNodeWidth + 80, y }); // where a column would be
    QCOMPARE(edits::folded(straight, { 1000, 700 }, branch), straight);
    straight.find(other)->position.x += 20'000;
    const auto folded = edits::folded(straight, { 1000, 700 }, branch);
    QVERIFY(folded.nodes != straight.nodes);
    QCOMPARE(*folded.find(other), *straight.find(other));
}

QTEST_GUILESS_MAIN(FoldTest)
#include "fold_test.moc"
