// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/compare.hpp"

#include "core/network/matching.hpp"
#include "tests/core/network/block_sample.hpp"
#include "tests/core/network/sample_network.hpp"

#include <QtTest>

using namespace netwright;
using namespace netwright::network;

namespace {
/// The one layer that is not the same.
const LayerDifference& onlyChange(const Comparison& comparison)
{
    static const LayerDifference kNone;
    const auto isChange = [](const LayerDifference& layer) { return layer.change != Change::Same; };
    return std::ranges::count_if(comparison.layers, isChange) == 1
        ? *std::ranges::find_if(comparison.layers, isChange)
        : kNone;
}

std::string textOf(const LayerDifference& layer)
{
    std::string text;
    for (const auto& [what, left, right] : layer.differences)
        text += fmt::format("{}: {} -> {}; ", what, left, right);
    return text;
}
} // namespace

class CompareTest : public QObject {
    Q_OBJECT

private slots:
    void anEqualNetworkIsTheSame();
    void whatIsMovedOrOrderedAnewIsTheSame();
    void aParameterIsNamedByItsLabel();
    void aRenamedLayerIsKnownByWhatStandsBesideIt();
    void aWholeNetworkUnderOtherNamesIsKnown();
    void aLayerThatOnlyMovesInTheGraphIsAddedAndRemoved();
    void aLayerOnALinkIsAddedAndTheNextOneIsFedByIt();
    void aLayerOfAnotherKindUnderTheSameNameHasChanged();
    void aBypassedLayerHasChanged();
    void inputsOfALayerWithSeveralAreNamed();
    void whatIsInsideABlockIsComparedAndItsUsesHaveChanged();
    void manyUsesInsideEachOtherEndAtOnce();
    void aBlockOfOneNetworkIsAddedOrRemoved();
    void theDatasetBelongsToTheWhole();
    void swappingTheSidesTurnsTheChanges();
    void pairsAreOneToOneWhateverIsCompared();
};

void CompareTest::anEqualNetworkIsTheSame()
{
    const auto network = unitNetwork(2);
    const auto comparison = compare(network, network);
    QVERIFY(comparison.isSame());
    QCOMPARE(comparison.layers.size(), network.nodes.size() + network.blocks.front().body.nodes.size());
}

void CompareTest::whatIsMovedOrOrderedAnewIsTheSame()
{
    const SampleNetwork left;
    SampleNetwork right;
    right.node(right.conv).position = { 500, 500 };
    std::ranges::reverse(right.network.nodes);
    std::ranges::reverse(right.network.links);
    QVERIFY(compare(left.network, right.network).isSame());
}

void CompareTest::aParameterIsNamedByItsLabel()
{
    const SampleNetwork left;
    SampleNetwork right;
    right.set(right.conv, "filters", std::int64_t { 8 });
    right.set(right.conv, "padding", std::string("same"));
    const auto comparison = compare(left.network, right.network);
    QCOMPARE(onlyChange(comparison).right, std::optional(right.conv));
    QCOMPARE(QString::fromStdString(textOf(onlyChange(comparison))),
             QStringLiteral("Filters: 4 -> 8; Padding: none -> same; "));
}

void CompareTest::aRenamedLayerIsKnownByWhatStandsBesideIt()
{
    const SampleNetwork left;
    SampleNetwork right;
    right.node(right.relu).name = "activation";
    right.node(right.relu).position = { 400, 0 };
    const auto comparison = compare(left.network, right.network);
    QCOMPARE(textOf(onlyChange(comparison)), std::string("Name: relu -> activation; "));
    QCOMPARE(comparison.count(Change::Renamed), std::size_t(1));
    right.node(right.relu).isBypassed = true; // which is more than another name
    QCOMPARE(compare(left.network, right.network).count(Change::Changed), std::size_t(1));
}

void CompareTest::aWholeNetworkUnderOtherNamesIsKnown()
{
    const SampleNetwork left;
    SampleNetwork right;
    for (auto& node : right.network.nodes) {
        node.name += "_new";
        node.position.x += 1000;
    }
    const auto comparison = compare(left.network, right.network);
    QCOMPARE(comparison.count(Change::Renamed), left.network.nodes.size());
    QCOMPARE(comparison.count(Change::Added) + comparison.count(Change::Removed), std::size_t(0));
}

void CompareTest::aLayerThatOnlyMovesInTheGraphIsAddedAndRemoved()
{
    SampleNetwork left;
    left.cut(left.conv, left.relu);
    left.cut(left.relu, left.pool);
    left.network.connect({ { left.conv }, { left.pool } });
    SampleNetwork right = left;
    left.network.remove(left.relu);
    left.insert(left.conv, left.pool, "relu", "early");
    right.network.remove(right.relu);
    const auto late = right.insert(right.dense, right.loss, "relu", "late");
    right.node(late).position = { 300, 0 };
    const auto comparison = compare(left.network, right.network);
    QCOMPARE(comparison.count(Change::Added), std::size_t(1));
    QCOMPARE(comparison.count(Change::Removed), std::size_t(1));
}

void CompareTest::aLayerOnALinkIsAddedAndTheNextOneIsFedByIt()
{
    const SampleNetwork left;
    SampleNetwork right;
    right.insert(right.relu, right.pool, "dropout", "drop");
    const auto comparison = compare(left.network, right.network);
    QCOMPARE(comparison.count(Change::Added), std::size_t(1));
    QCOMPARE(comparison.count(Change::Changed), std::size_t(1));
    const auto pool
        = std::ranges::find(comparison.layers, std::optional(right.pool), &LayerDifference::right);
    QCOMPARE(textOf(*pool), std::string("Input: relu -> drop; "));
}

void CompareTest::aLayerOfAnotherKindUnderTheSameNameHasChanged()
{
    const SampleNetwork left;
    SampleNetwork right;
    right.node(right.relu).layer = "tanh";
    const auto comparison = compare(left.network, right.network);
    QCOMPARE(textOf(onlyChange(comparison)), std::string("Kind: ReLU -> Tanh; "));
}

void CompareTest::aBypassedLayerHasChanged()
{
    const SampleNetwork left;
    SampleNetwork right;
    right.node(right.relu).isBypassed = true;
    QCOMPARE(textOf(onlyChange(compare(left.network, right.network))), std::string("Bypassed: no -> yes; "));
}

void CompareTest::inputsOfALayerWithSeveralAreNamed()
{
    SampleNetwork left;
    const auto sum = addLayer(left.network, "add", "sum");
    left.network.connect({ { left.conv }, { sum, 0 } });
    left.network.connect({ { left.relu }, { sum, 1 } });
    SampleNetwork right = left;
    right.network.connect({ { right.pool }, { sum, 1 } });
    const auto text = textOf(onlyChange(compare(left.network, right.network)));
    QVERIFY2(text.ends_with(": relu -> pool; "), text.c_str());
    QVERIFY2(text.starts_with("Input "), text.c_str());
    QVERIFY2(!text.starts_with("Input: "), text.c_str());
}

void CompareTest::whatIsInsideABlockIsComparedAndItsUsesHaveChanged()
{
    const auto left = unitNetwork(2);
    auto right = left;
    auto& body = right.blocks.front().body;
    body.find(body.find("act")->id)->layer = "tanh";
    const auto comparison = compare(left, right);
    QCOMPARE(comparison.count(Change::Changed), std::size_t(2));
    for (const auto& layer : comparison.layers) {
        if (layer.change != Change::Changed)
            continue;
        const auto isInside = layer.block == "Unit";
        QVERIFY(isInside || layer.block.empty());
        QCOMPARE(textOf(layer),
                 std::string(isInside ? "Kind: ReLU -> Tanh; " : "Inside:  -> 1 layer changed; "));
    }
}

// Each use for itself, they are 2^40.
void CompareTest::manyUsesInsideEachOtherEndAtOnce()
{
    const auto left = nestedNetwork(40);
    auto right = left;
    auto& body = right.blocks.front().body;
    body.find(body.find("act")->id)->layer = "tanh";
    const auto comparison = compare(left, right);
    QCOMPARE(comparison.count(Change::Changed), std::size_t(1 + 2 * 40));
    QCOMPARE(textOf(comparison.layers[1]), std::string("Inside:  -> 2 layers changed; "));
}

void CompareTest::aBlockOfOneNetworkIsAddedOrRemoved()
{
    const auto left = unitNetwork(2);
    auto right = left;
    right.remove(right.find("stage")->id);
    right.blocks.clear();
    const auto comparison = compare(left, right);
    QCOMPARE(comparison.count(Change::Removed), left.blocks.front().body.nodes.size() + 1);
    QCOMPARE(comparison.layers.back().block, std::string("Unit"));
}

void CompareTest::theDatasetBelongsToTheWhole()
{
    const auto left = unitNetwork(2);
    auto right = left;
    right.dataset = "other";
    const auto comparison = compare(left, right);
    QVERIFY(!comparison.isSame());
    QCOMPARE(comparison.whole, (std::vector<Difference> { { "Dataset", "data", "other" } }));
}

void CompareTest::swappingTheSidesTurnsTheChanges()
{
    const SampleNetwork left;
    SampleNetwork right;
    right.network.remove(right.relu);
    right.set(right.dense, "units", std::int64_t { 9 });
    const auto there = compare(left.network, right.network);
    const auto back = compare(right.network, left.network);
    QCOMPARE(there.count(Change::Removed), back.count(Change::Added));
    QCOMPARE(there.count(Change::Added), back.count(Change::Removed));
    QCOMPARE(there.count(Change::Changed), back.count(Change::Changed));
}

void CompareTest::pairsAreOneToOneWhateverIsCompared()
{
    SampleNetwork left;
    SampleNetwork right;
    for (int i = 0; i < 20; ++i) { // many of one kind, some of one name, some at one place
        addLayer(left.network, "relu", fmt::format("r{}", i % 7).c_str(), left.relu);
        addLayer(right.network, "relu", fmt::format("r{}", i % 5).c_str(), right.pool);
    }
    std::set<NodeId> lefts;
    std::set<NodeId> rights;
    const auto pairs = matchNodes(left.network, right.network);
    for (const auto& [from, to] : pairs) {
        QVERIFY(lefts.insert(from).second);
        QVERIFY(rights.insert(to).second);
        QVERIFY(left.network.find(from) && right.network.find(to));
    }
    QVERIFY(pairs.size() >= 12);
}

QTEST_GUILESS_MAIN(CompareTest)
#include "compare_test.moc"
