// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block_path.hpp"

#include "tests/core/network/block_sample.hpp"

#include <QtTest>

using namespace netwright::network;

class BlockPathTest : public QObject {
    Q_OBJECT

private slots:
    void leadsToTheFirstUseThatIsFound();
    void leadsNowhereWithoutAUse();
    void aPathNamesTheBlockItLeadsInto();
    void manyUsesInsideEachOtherEndAtOnce();
    void blocksThatUseEachOtherEnd();
};

void BlockPathTest::leadsToTheFirstUseThatIsFound()
{
    const auto network = nestedNetwork(3);
    const auto use = [](const Network& canvas) { return canvas.find("first")->id; };
    QCOMPARE(pathInto(network, "b2"), std::optional(NodePath { use(network) }));
    QCOMPARE(pathInto(network, "b0"),
             std::optional(
                 NodePath { use(network), use(network.block("b2")->body), use(network.block("b1")->body) }));
}

void BlockPathTest::leadsNowhereWithoutAUse()
{
    auto network = unitNetwork(1);
    network.remove(network.find("stage")->id);
    QCOMPARE(pathInto(network, "Unit"), std::nullopt);
    QCOMPARE(pathInto(network, "gone"), std::nullopt);
}

void BlockPathTest::aPathNamesTheBlockItLeadsInto()
{
    const auto network = nestedNetwork(3);
    for (const auto* block : { "b2", "b1", "b0" })
        QCOMPARE(blockAt(network, pathInto(network, block).value()), std::string(block));
    QCOMPARE(blockAt(network, {}), std::string());
    auto astray = pathInto(network, "b0").value();
    std::ranges::reverse(astray);
    astray.front() = NodeId { 1 << 20 };
    QCOMPARE(blockAt(network, astray), std::string());
}

// Each use for itself, they are 2^40.
void BlockPathTest::manyUsesInsideEachOtherEndAtOnce()
{
    auto network = nestedNetwork(40);
    network.blocks.push_back(unitBlock());
    QCOMPARE(pathInto(network, "Unit"), std::nullopt);
    QCOMPARE(pathInto(network, "b0")->size(), std::size_t(40));
}

void BlockPathTest::blocksThatUseEachOtherEnd()
{
    auto network = nestedNetwork(2);
    auto& inside = network.blocks.front().body;
    inside.find(inside.find("act")->id)->layer = blockLayer("b1");
    QCOMPARE(pathInto(network, "Unit"), std::nullopt);
    QCOMPARE(pathInto(network, "b0")->size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(BlockPathTest)
#include "block_path_test.moc"
