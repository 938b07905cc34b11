// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/changed_parts.hpp"

#include "core/network/block.hpp"
#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/edits.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::widgets;
using network::Network;
using network::NodeId;
using Nodes = std::set<NodeId>;

namespace {

/// first -> second -> third
struct Three {
    Network network;
    NodeId first = network.add("dense", { 0, 0 });
    NodeId second = network.add("relu", { 0, 104 });
    NodeId third = network.add("dense", { 0, 208 });

    Three()
    {
        network.connect({ { first }, { second } });
        network.connect({ { second }, { third } });
    }
};

} // namespace

class ChangedPartsTest : public QObject {
    Q_OBJECT

private slots:
    void nothingHasChangedWhereAllIsTheSame();
    void aLayerThatIsNewOrOtherwiseHasChanged();
    void ofALayerThatIsGoneItsNeighboursHave();
    void aLinkChangesBothOfItsEnds();
    void layersThatMadeRoomHaveNotChanged();
    void notesAndGroupsChangeToo();
    void aBlockChangesTheLayersThatUseIt();
};

void ChangedPartsTest::nothingHasChangedWhereAllIsTheSame()
{
    const Three three;
    QVERIFY(edits::changedParts(three.network, three.network).isEmpty());
}

void ChangedPartsTest::aLayerThatIsNewOrOtherwiseHasChanged()
{
    const Three three;
    auto after = three.network;
    after.find(three.third)->parameters.set("units", std::int64_t { 3 });
    const auto fourth = after.add("relu", { 0, 312 });
    after.connect({ { three.third }, { fourth } });
    QCOMPARE(edits::changedParts(three.network, after).nodes, (Nodes { three.third, fourth }));
    QCOMPARE(
        edits::changedParts(three.network, edits::moved(three.network, Nodes { three.first }, 8, 0)).nodes,
        Nodes { three.first });
}

void ChangedPartsTest::ofALayerThatIsGoneItsNeighboursHave()
{
    const Three three;
    auto after = three.network;
    after.remove(three.second);
    QCOMPARE(edits::changedParts(three.network, after).nodes, (Nodes { three.first, three.third }));
    QCOMPARE(edits::changedParts(after, three.network).nodes, Nodes { three.second });
}

void ChangedPartsTest::aLinkChangesBothOfItsEnds()
{
    const Three three;
    auto after = three.network;
    after.links.erase(after.links.begin());
    const Nodes ends { three.first, three.second };
    QCOMPARE(edits::changedParts(three.network, after).nodes, ends);
    QCOMPARE(edits::changedParts(after, three.network).nodes, ends);
}

void ChangedPartsTest::layersThatMadeRoomHaveNotChanged()
{
    const Three three;
    const auto [after, added] = edits::placedBelow(three.network, "tanh", three.first);
    QVERIFY(after.find(three.second)->position != three.network.find(three.second)->position);
    QCOMPARE(edits::changedParts(three.network, after).nodes, added);
    QCOMPARE(edits::changedParts(after, three.network).nodes, (Nodes { three.first, three.second }));
}

void ChangedPartsTest::notesAndGroupsChangeToo()
{
    const Three three;
    const auto noted = edits::noted(three.network, { 300, 0 });
    QCOMPARE(edits::changedParts(three.network, noted.network).notes, std::set { noted.id });
    QVERIFY(edits::changedParts(three.network, noted.network).nodes.empty());
    const Nodes inside { three.first, three.second };
    const auto grouped = edits::grouped(three.network, inside, "blue").network;
    QCOMPARE(edits::changedParts(three.network, grouped).nodes, inside);
    QCOMPARE(edits::changedParts(grouped, three.network).nodes, inside);
}

void ChangedPartsTest::aBlockChangesTheLayersThatUseIt()
{
    Three three;
    network::Block block { .name = "Unit", .body = {}, .exposed = {} };
    const auto inside = block.body.add("relu", { 0, 0 });
    three.network.blocks.push_back(block);
    const auto use = three.network.add("block:Unit", { 0, 312 });
    auto after = three.network;
    after.block("Unit")->body.find(inside)->layer = "tanh";
    QCOMPARE(edits::changedParts(three.network, after).nodes, Nodes { use });
}

QTEST_GUILESS_MAIN(ChangedPartsTest)
#include "changed_parts_test.moc"
