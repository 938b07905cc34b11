// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/depth.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::network;

namespace {

NodeId add(Network& network, std::string_view layer, NodeId source = {})
{
    const auto id = network.add(layer, {});
    if (source.value != 0)
        network.connect({ { source, 0 }, { id, 0 } });
    return id;
}

} // namespace

class DepthTest : public QObject {
    Q_OBJECT

private slots:
    void anEmptyNetworkHasNone() { QCOMPARE(depthOf(Network()), 0); }

    void layersWithWeightsCountOnTheLongestWay()
    {
        Network network;
        const auto first = add(network, "dense", add(network, "input"));
        const auto second = add(network, "dense", add(network, "relu", add(network, "layer_norm", first)));
        const auto sum = add(network, "add", second);
        network.connect({ { first, 0 }, { sum, 1 } });
        QCOMPARE(depthOf(network), 2);
        network.find(add(network, "dense", sum))->isBypassed = true;
        QCOMPARE(depthOf(network), 2);
        add(network, "dense", sum);
        QCOMPARE(depthOf(network), 3);
    }

    void everyRepeatOfABlockCounts()
    {
        Network network;
        auto& block = network.blocks.emplace_back();
        block.name = "Two";
        const auto inside
            = add(block.body, "dense", add(block.body, "dense", add(block.body, "block_input")));
        add(block.body, "block_output", inside);
        const auto use = add(network, "block:Two", add(network, "input"));
        add(network, "dense", use);
        QCOMPARE(depthOf(network), 3);
        network.find(use)->parameters.set("repeat", std::int64_t { 4 });
        QCOMPARE(depthOf(network), 9);
    }

    void aCycleHasNone()
    {
        Network network;
        const auto first = add(network, "dense");
        network.connect({ { add(network, "dense", first), 0 }, { first, 0 } });
        QCOMPARE(depthOf(network), 0);
    }
};

QTEST_GUILESS_MAIN(DepthTest)
#include "depth_test.moc"
