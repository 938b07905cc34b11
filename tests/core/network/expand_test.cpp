// SPDX-License-Identifier: GPL-3.0-or-later
#include "block_sample.hpp"
#include "core/network/advice.hpp"
#include "core/network/block_edits.hpp"

#include <QTest>

#include <algorithm>
#include <set>

using namespace netwright;
using namespace netwright::network;

namespace {
std::vector<std::string> namesOf(const Network& network)
{
    std::vector<std::string> names;
    for (const auto& node : network.nodes)
        names.push_back(node.name);
    return names;
}

std::vector<std::string> linksOf(const Network& network)
{
    std::vector<std::string> links;
    for (const auto& link : network.links)
        links.push_back(network.find(link.from.node)->name + " > " + network.find(link.to.node)->name);
    std::ranges::sort(links);
    return links;
}

using Names = std::vector<std::string>;

QStringList problemsOf(const Network& network, const NodePath& path = {})
{
    const auto data = unitData();
    QStringList list;
    for (const auto& problem : analyseInside(network, path, &data).problems)
        list << QString::fromStdString(problem.message);
    return list;
}

NodeId idOf(const Network& network, const char* name) { return network.find(name)->id; }
} // namespace

class ExpandTest : public QObject {
    Q_OBJECT

private slots:
    void aNetworkWithoutBlocksIsItsOwnExpansion()
    {
        auto network = unitNetwork(1);
        network.remove(idOf(network, "stage"));
        network.blocks.clear();
        const auto expansion = expand(network);
        QVERIFY(expansion.network == network);
        QVERIFY(expansion.faults.empty());
    }

    void whatIsInsideStandsInThePlaceOfTheBlock()
    {
        const auto expansion = expand(unitNetwork(1));
        QVERIFY(expansion.faults.empty());
        QVERIFY(expansion.network.blocks.empty());
        QCOMPARE(namesOf(expansion.network), (Names { "x", "stage.fc", "stage.act", "head", "loss" }));
        QCOMPARE(linksOf(expansion.network),
                 (Names { "head > loss", "stage.act > head", "stage.fc > stage.act", "x > stage.fc" }));
    }

    void aRepeatedBlockFeedsItself()
    {
        const auto flat = expand(unitNetwork(2)).network;
        QCOMPARE(namesOf(flat),
                 (Names { "x", "stage.1.fc", "stage.1.act", "stage.2.fc", "stage.2.act", "head", "loss" }));
        QCOMPARE(linksOf(flat),
                 (Names { "head > loss", "stage.1.act > stage.2.fc", "stage.1.fc > stage.1.act",
                          "stage.2.act > head", "stage.2.fc > stage.2.act", "x > stage.1.fc" }));
    }

    void aUseSetsWhatIsExposed()
    {
        const auto flat = expand(unitNetwork(1)).network;
        QCOMPARE(flat.find("stage.fc")->parameters.integer("units"), 4);
    }

    void nodesOutsideKeepTheirIdsAndOthersTellTheirPath()
    {
        const auto network = unitNetwork(2);
        const auto expansion = expand(network);
        QVERIFY(expansion.network.find("head")->id == idOf(network, "head"));
        const auto inside = network.blocks[0].body.find("fc")->id;
        const NodePath path { idOf(network, "stage"), inside };
        QVERIFY(expansion.origins.at(expansion.network.find("stage.2.fc")->id) == path);
    }

    void blocksMayStandInBlocks()
    {
        auto network = unitNetwork(2);
        Block outer { .name = "Outer", .body = {}, .exposed = {} };
        SampleBuilder body { outer.body };
        const auto in = body.add(kBlockInput, "in");
        outer.body.nodes.push_back(*network.find("stage"));
        outer.body.nodes.back().id = NodeId { 77 };
        outer.body.connect({ { in, 0 }, { { 77 }, 0 } });
        body.add(kBlockOutput, "out", { 77 });
        outer.exposed = { { .name = "depth", .targets = { { { 77 }, std::string(kRepeat) } } },
                          { .name = "size", .targets = { { { 77 }, "width" } } } };
        network.blocks.push_back(outer);
        auto& stage = *network.find(idOf(network, "stage"));
        stage.layer = blockLayer("Outer");
        stage.parameters = ParameterValues(kindOf(network, stage.layer)->parameters);
        QCOMPARE(stage.parameters.integer("depth"), 2);
        QCOMPARE(stage.parameters.integer("size"), 4);
        stage.parameters.set("size", std::int64_t { 5 });
        const auto flat = expand(network).network;
        QCOMPARE(namesOf(flat),
                 (Names { "x", "stage.stage.1.fc", "stage.stage.1.act", "stage.stage.2.fc",
                          "stage.stage.2.act", "head", "loss" }));
        QCOMPARE(flat.find("stage.stage.2.fc")->parameters.integer("units"), 5);
        QVERIFY(problemsOf(network).isEmpty());
    }

    void aBypassedBlockIsAWire()
    {
        auto network = unitNetwork(3);
        network.find(idOf(network, "stage"))->isBypassed = true;
        const auto expansion = expand(network);
        QCOMPARE(linksOf(expansion.network), (Names { "head > loss", "x > head" }));
        QVERIFY(expansion.faults.empty());
    }

    void sharedWeightsBelongToTheFirst()
    {
        const auto expansion = expand(unitNetwork(3, std::string(kWeightsOfRepeats)));
        const auto& flat = expansion.network;
        const std::string first = "stage.1.fc";
        QVERIFY(expansion.owners.at(flat.find("stage.2.fc")->id) == first);
        QVERIFY(expansion.owners.at(flat.find("stage.3.fc")->id) == first);
        QVERIFY(!expansion.owners.contains(flat.find(first)->id));
        const auto data = unitData();
        QCOMPARE(analyse(unitNetwork(3, std::string(kWeightsOfAll)), &data).total.parameters, 20 + 10);
        QCOMPARE(analyse(unitNetwork(3), &data).total.parameters, 3 * 20 + 10);
    }

    void everyRepeatIsASegmentThatIsRecomputed()
    {
        auto network = unitNetwork(3);
        QVERIFY(expand(network).segments.empty());
        network.find(idOf(network, "stage"))->parameters.set(kRecompute, true);
        const auto expansion = expand(network);
        std::set<std::size_t> segments;
        for (const auto& [id, segment] : expansion.segments)
            segments.insert(segment);
        QCOMPARE(expansion.segments.size(), std::size_t { 6 });
        QCOMPARE(segments.size(), std::size_t { 3 });
        const auto of = [&](const char* name) {
            return expansion.segments.at(expansion.network.find(std::string_view(name))->id);
        };
        QVERIFY(of("stage.2.fc") == of("stage.2.act") && of("stage.2.fc") != of("stage.3.fc"));
    }

    void ofBlocksInBlocksTheOutermostIsTheSegment()
    {
        auto network = unitNetwork(2);
        network.find(idOf(network, "stage"))->parameters.set(kRecompute, true);
        const auto made = makeBlock(network, {}, { idOf(network, "stage") }, "Outer");
        QVERIFY(made.has_value());
        network = made->network;
        network.find(made->node)->parameters.set(kRecompute, true);
        std::set<std::size_t> segments;
        for (const auto& [id, segment] : expand(network).segments)
            segments.insert(segment);
        QCOMPARE(segments.size(), std::size_t { 1 });
    }

    void whatIsRecomputedIsNotKept()
    {
        auto network = unitNetwork(3);
        const auto data = unitData();
        const auto kept = analyse(network, &data);
        QCOMPARE(kept.recomputedBytes, std::int64_t { 0 });
        network.find(idOf(network, "stage"))->parameters.set(kRecompute, true);
        const auto analysis = analyse(network, &data);
        QCOMPARE(analysis.total.activationBytes, kept.total.activationBytes);
        // What "fc" gives in two of the repeats: "act" leaves its block, and one repeat is there at a time.
        QCOMPARE(analysis.recomputedBytes, std::int64_t { 2 * 4 * 4 });
    }

    void aBlockHasTheFactsOfAllThatIsInside()
    {
        const auto network = unitNetwork(3);
        const auto data = unitData();
        const auto analysis = analyse(network, &data);
        QVERIFY(analysis.problems.empty());
        const auto* facts = analysis.factsOf(idOf(network, "stage"));
        QVERIFY(facts);
        QVERIFY(facts->inputs == std::vector<tensor::Shape> { { 4 } });
        QVERIFY(facts->outputs == std::vector<tensor::Shape> { { 4 } });
        QCOMPARE(facts->cost.parameters, 60);
        QCOMPARE(analysis.order.size(), std::size_t { 4 });
    }

    void theInsideIsAnalysedAsItsUseHasIt()
    {
        const auto network = unitNetwork(3);
        const auto data = unitData();
        const auto inside = analyseInside(network, { idOf(network, "stage") }, &data);
        const auto& body = network.blocks[0].body;
        QVERIFY(inside.factsOf(body.find("fc")->id)->outputs == std::vector<tensor::Shape> { { 4 } });
        QVERIFY(inside.factsOf(body.find("in")->id)->outputs == std::vector<tensor::Shape> { { 4 } });
        QVERIFY(inside.factsOf(body.find("out")->id)->inputs == std::vector<tensor::Shape> { { 4 } });
        QCOMPARE(inside.total.parameters, 20);
        QVERIFY(inside.problems.empty());
        QCOMPARE(inside.order.size(), std::size_t { 4 });
    }

    void oneExpansionSaysWhatTheInsideAndTheWholeAre()
    {
        auto network = unitNetwork(3);
        auto& body = network.blocks[0].body;
        SampleBuilder { body }.add("dense", "idle", body.find("fc")->id); // which is warned of
        const auto data = unitData();
        const network::NodePath path { idOf(network, "stage") };
        const TrainingData training { .columns = &data, .rows = 100 };
        const auto both = analyseAndAdvise(network, path, training);
        const auto inside = analyseInside(network, path, &data);
        const auto whole = analyse(network, &data);
        QVERIFY(both.inside.order == inside.order);
        QCOMPARE(both.inside.total.parameters, inside.total.parameters);
        QVERIFY(both.inside.warnings == adviseInside(network, path, training));
        QVERIFY(!both.inside.warnings.empty());
        QVERIFY(both.whole.order == whole.order);
        QVERIFY(both.whole.problems == whole.problems);
        QCOMPARE(both.whole.total.parameters, whole.total.parameters);
        QVERIFY(both.whole.total.parameters > both.inside.total.parameters);
        QVERIFY(analyseAndAdvise(network, { network::NodeId { 77 } }, training).inside.order.empty());
    }

    void aProblemInsideStandsAtTheBlockAndInside()
    {
        auto network = unitNetwork(2);
        auto& body = network.blocks[0].body;
        body.remove(body.find("act")->id);
        SampleBuilder { body }.add("conv2d", "conv", body.find("fc")->id);
        body.connect({ { body.find("conv")->id, 0 }, { body.find("out")->id, 0 } });
        const auto outside = problemsOf(network);
        QCOMPARE(outside.size(), 1);
        QVERIFY2(outside[0].startsWith("Unit \"stage\": inside it, conv2d \"conv\": "),
                 qPrintable(outside[0]));
        const auto inside = problemsOf(network, { idOf(network, "stage") });
        QCOMPARE(inside.size(), 1);
        QVERIFY2(inside[0].startsWith("conv2d \"conv\": "), qPrintable(inside[0]));
    }

    void faultsAreNamed_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("problem");
        QTest::newRow("unknown") << "unknown"
                                 << "Nothing \"stage\": there is no block \"Nothing\"; remove this node";
        QTest::newRow("recursion")
            << "recursion"
            << "Unit \"stage\": inside it, Unit \"again\": the block \"Unit\" contains itself; "
               "remove this node";
        QTest::newRow("repeat") << "repeat"
                                << "Unit \"stage\": Repeat: expected 1 to 1000, found 0";
        QTest::newRow("unlinked") << "unlinked"
                                  << "Unit \"stage\": its input is not connected; link the output of another "
                                     "layer to it";
        QTest::newRow("unlinked inside")
            << "unlinked inside"
            << "Unit \"stage\": inside it, block_output \"out\": its input is not connected; link what the "
               "block gives to it, or remove it";
        QTest::newRow("ports")
            << "ports"
            << "Unit \"stage\": a block that is repeated gives what it takes, but this one has 2 "
               "inputs and 1 outputs; repeat it once, or change its ports";
        QTest::newRow("port outside")
            << "port outside"
            << "block_input \"in\": is a port and belongs inside a block; remove it";
        QTest::newRow("weights") << "weights"
                                 << "Unit \"stage\": inside it, dense \"fc\": shares the weights of dense "
                                    "\"stage.1.fc\", but would need others; give the block its own weights, "
                                    "or equal inputs and parameters";
        QTest::newRow("twins") << "twins"
                               << "Unit \"stage\": another layer has the same name; rename one";
    }

    void faultsAreNamed()
    {
        QFETCH(QString, change);
        QFETCH(QString, problem);
        auto network = unitNetwork(2);
        auto& stage = *network.find(idOf(network, "stage"));
        auto& body = network.blocks[0].body;
        if (change == "unknown")
            stage.layer = "block:Nothing";
        if (change == "recursion") {
            body.nodes.push_back(stage);
            body.nodes.back().id = NodeId { 50 };
            body.nodes.back().name = "again";
            body.connect({ { body.find("act")->id, 0 }, { { 50 }, 0 } });
        }
        if (change == "repeat")
            stage.parameters.set(kRepeat, std::int64_t { 0 });
        if (change == "unlinked")
            std::erase_if(network.links, [&](const Link& link) { return link.to.node == stage.id; });
        if (change == "unlinked inside")
            std::erase_if(body.links, [&](const Link& link) { return link.to.node == body.find("out")->id; });
        if (change == "ports") {
            SampleBuilder { body }.add(kBlockInput, "skip");
            network.links.push_back({ { idOf(network, "x"), 0 }, { stage.id, 1 } });
        }
        if (change == "port outside")
            SampleBuilder { network }.add(kBlockInput, "in");
        if (change == "weights") {
            stage.parameters.set(kWeights, std::string(kWeightsOfAll));
            stage.parameters.set("width", std::int64_t { 6 });
        }
        if (change == "twins") {
            SampleBuilder { network }.add("relu", "stage", idOf(network, "x"));
        }
        const auto found = problemsOf(network);
        QVERIFY2(found.contains(problem), qPrintable(found.join('\n')));
        for (const auto& text : found)
            QVERIFY2(!text.contains("head"), qPrintable(text)); // which only suffers from it
    }

    void aBlockThatLeadsThroughWithoutALayerIsAWire()
    {
        auto network = unitNetwork(4);
        auto& body = network.blocks[0].body;
        network.blocks[0].exposed.clear();
        auto& stage = *network.find(idOf(network, "stage"));
        stage.parameters = ParameterValues(kindOf(network, stage.layer)->parameters);
        stage.parameters.set(kRepeat, std::int64_t { 4 });
        body.remove(body.find("fc")->id);
        body.remove(body.find("act")->id);
        body.connect({ { body.find("in")->id, 0 }, { body.find("out")->id, 0 } });
        QCOMPARE(linksOf(expand(network).network), (Names { "head > loss", "x > head" }));
        // Its output fed back to its input: a circle of wires.
        network.connect({ { stage.id, 0 }, { stage.id, 0 } });
        QCOMPARE(linksOf(expand(network).network), (Names { "head > loss" }));
    }

    void aNetworkThatWouldBeTooLargeIsRefused()
    {
        auto network = unitNetwork(1000);
        for (int level = 0; level < 20; ++level) {
            const auto name = "Level " + std::to_string(level);
            Block block { .name = name, .body = {}, .exposed = {} };
            SampleBuilder body { block.body };
            const auto in = body.add(kBlockInput, "in");
            block.body.nodes.push_back(*network.find("stage"));
            block.body.nodes.back().id = NodeId { 50 };
            block.body.connect({ { in, 0 }, { { 50 }, 0 } });
            body.add(kBlockOutput, "out", { 50 });
            network.blocks.push_back(block);
            auto& stage = *network.find(idOf(network, "stage"));
            stage.layer = blockLayer(name);
            stage.parameters = ParameterValues(kindOf(network, stage.layer)->parameters);
            stage.parameters.set(kRepeat, std::int64_t { 1000 });
        }
        const auto found = problemsOf(network);
        QVERIFY2(found.contains("with all repeats of its blocks the network has more than 100000 layers; "
                                "repeat them less often"),
                 qPrintable(found.join('\n')));
    }
};

QTEST_GUILESS_MAIN(ExpandTest)
#include "expand_test.moc"
