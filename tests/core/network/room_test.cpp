// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/room.hpp"
#include "core/network/surgery.hpp"

#include <QTest>

using namespace netwright;
using network::Flow;
using network::Link;
using network::Network;
using network::NodeId;
using network::Position;

namespace {

Link link(NodeId from, NodeId to, int port = 0) { return { { from, 0 }, { to, port } }; }

/// a to c below each other, then d and e in a second column.
struct Folded {
    Network network;
    NodeId a = network.add("relu", { 0, 0 });
    NodeId b = network.add("relu", { 0, 104 });
    NodeId c = network.add("relu", { 0, 208 });
    NodeId d = network.add("relu", { 320, 0 });
    NodeId e = network.add("relu", { 320, 104 });

    Folded() { network.links = { link(a, b), link(b, c), link(c, d), link(d, e) }; }
};

/// Two ways from `top` to `sum`, two layers on each.
struct Branches {
    Network network;
    NodeId top = network.add("relu", { 0, 0 });
    NodeId left1 = network.add("relu", { -136, 104 });
    NodeId left2 = network.add("relu", { -136, 208 });
    NodeId right1 = network.add("relu", { 136, 104 });
    NodeId right2 = network.add("relu", { 136, 208 });
    NodeId sum = network.add("add", { 0, 312 });
    NodeId last = network.add("relu", { 0, 416 });

    Branches()
    {
        network.links = { link(top, left1),     link(left1, left2),   link(left2, sum, 0), link(top, right1),
                          link(right1, right2), link(right2, sum, 1), link(sum, last) };
    }
};

Position at(const Network& network, NodeId id) { return network.find(id)->position; }

/// The nodes of `before` that stand elsewhere in `after`.
std::set<NodeId> movedNodes(const Network& before, const Network& after)
{
    std::set<NodeId> moved;
    for (const auto& node : before.nodes) {
        const auto* now = after.find(node.id);
        if (now && !(now->position == node.position))
            moved.insert(node.id);
    }
    return moved;
}

} // namespace

class RoomTest : public QObject {
    Q_OBJECT

private slots:
    void anInsertionMovesItsOwnColumnAlone();
    void anInsertionBetweenColumnsMovesNothing();
    void aGapTakesUpWhatAnInsertionNeeds();
    void anInsertionIntoABranchPushesWhatBothLeadTo();
    void dataThatFlowsToTheRightIsPushedThere();
    void whatARemovedLayerLeavesIsClosed();
    void aRemovalUndoesWhatAnInsertionMoved();
    void severalRemovedLayersLeaveNoGap();
    void theOtherBranchHoldsWhatBothLeadTo();
};

void RoomTest::anInsertionMovesItsOwnColumnAlone()
{
    const Folded before;
    auto after = before.network;
    const auto id = network::insertOn(after, link(before.a, before.b), "tanh");
    QCOMPARE(at(after, id), (Position { 0, 104 }));
    QCOMPARE(at(after, before.b), (Position { 0, 208 }));
    QCOMPARE(at(after, before.c), (Position { 0, 312 }));
    QCOMPARE(movedNodes(before.network, after), (std::set { before.b, before.c }));
}

void RoomTest::anInsertionBetweenColumnsMovesNothing()
{
    const Folded before;
    auto after = before.network;
    const auto id = network::insertOn(after, link(before.c, before.d), "tanh");
    QCOMPARE(at(after, id), (Position { 0, 312 }));
    QVERIFY(movedNodes(before.network, after).empty());
}

void RoomTest::aGapTakesUpWhatAnInsertionNeeds()
{
    Folded before;
    before.network.find(before.c)->position = { 0, 260 };
    const auto after4 = before.network.add("relu", { 0, 500 });
    auto after = before.network;
    network::insertOn(after, link(before.a, before.b), "tanh");
    QCOMPARE(at(after, before.c), (Position { 0, 312 }));
    QCOMPARE(at(after, after4), (Position { 0, 500 }));
}

void RoomTest::anInsertionIntoABranchPushesWhatBothLeadTo()
{
    const Branches before;
    auto after = before.network;
    const auto id = network::insertOn(after, link(before.left1, before.left2), "tanh");
    QCOMPARE(at(after, id), (Position { -136, 208 }));
    QCOMPARE(movedNodes(before.network, after), (std::set { before.left2, before.sum, before.last }));
    QCOMPARE(at(after, before.sum), (Position { 0, 416 }));
}

void RoomTest::dataThatFlowsToTheRightIsPushedThere()
{
    Network before;
    before.flow = Flow::Right;
    const auto a = before.add("relu", { 0, 0 });
    const auto b = before.add("relu", { 352, 0 });
    const auto below = before.add("relu", { 352, 88 });
    before.links = { link(a, b) };
    auto after = before;
    const auto id = network::insertOn(after, link(a, b), "tanh");
    QCOMPARE(at(after, id), (Position { 352, 0 }));
    QCOMPARE(at(after, b), (Position { 704, 0 }));
    QCOMPARE(at(after, below), (Position { 352, 88 }));
}

void RoomTest::whatARemovedLayerLeavesIsClosed()
{
    const Folded before;
    auto after = before.network;
    network::removeAndHeal(after, before.b);
    QCOMPARE(at(after, before.c), (Position { 0, 104 }));
    QCOMPARE(movedNodes(before.network, after), std::set { before.c });
}

void RoomTest::aRemovalUndoesWhatAnInsertionMoved()
{
    const Branches before;
    auto after = before.network;
    const auto id = network::insertOn(after, link(before.top, before.right1), "tanh");
    QVERIFY(!movedNodes(before.network, after).empty());
    network::removeAndHeal(after, id);
    QVERIFY(movedNodes(before.network, after).empty());
}

void RoomTest::severalRemovedLayersLeaveNoGap()
{
    Network before;
    std::vector<NodeId> chain;
    for (int i = 0; i < 6; ++i) {
        chain.push_back(before.add("relu", { 0, 104.0 * i }));
        if (i > 0)
            before.links.push_back(link(chain[static_cast<std::size_t>(i) - 1], chain.back()));
    }
    network::removeAndHeal(before, { chain[1], chain[2], chain[4] });
    QCOMPARE(at(before, chain[3]), (Position { 0, 104 }));
    QCOMPARE(at(before, chain[5]), (Position { 0, 208 }));
}

void RoomTest::theOtherBranchHoldsWhatBothLeadTo()
{
    const Branches before;
    auto after = before.network;
    network::removeAndHeal(after, before.left1);
    QCOMPARE(movedNodes(before.network, after), std::set { before.left2 });
    network::removeAndHeal(after, before.right2);
    QCOMPARE(at(after, before.sum), (Position { 0, 208 }));
    QCOMPARE(at(after, before.last), (Position { 0, 312 }));
}

QTEST_GUILESS_MAIN(RoomTest)
#include "room_test.moc"
