// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/analysis.hpp"

#include "tests/core/network/sample_network.hpp"

#include <QElapsedTimer>
#include <QTest>

using namespace netwright;
using namespace netwright::network;
using tensor::ColumnType;
using tensor::Shape;

namespace {
const tensor::Signature kData { { { "image", ColumnType::Image, { 1, 28, 28 } },
                                  { "label", ColumnType::Category, {}, { "shirt", "shoe", "bag" } } } };

struct Sample {
    Network network { .name = "cnn", .dataset = "images", .nodes = {}, .links = {} };
    NodeId input = addLayer(network, "input", "input", {}, { { "column", std::string("image") } });
    NodeId conv = addLayer(network, "conv2d", "conv1", input, { { "filters", std::int64_t { 4 } } });
    NodeId pool = addLayer(network, "max_pool2d", "pool1", conv);
    NodeId flatten = addLayer(network, "flatten", "flatten", pool);
    NodeId dense = addLayer(network, "dense", "fc", flatten, { { "units", std::int64_t { 3 } } });
    NodeId loss
        = addLayer(network, "softmax_cross_entropy", "loss", dense, { { "target", std::string("label") } });
};

QStringList problemsOf(const Network& network, const tensor::Signature* data = &kData)
{
    QStringList list;
    for (const auto& problem : analyse(network, data).problems)
        list << QString::fromStdString(problem.message);
    return list;
}

std::vector<std::string> namesOf(const Network& network, const std::vector<NodeId>& order)
{
    std::vector<std::string> names;
    for (const auto id : order)
        names.push_back(network.find(id)->name);
    return names;
}

Network chain(int size)
{
    Network network { .name = "long", .dataset = "images", .nodes = {}, .links = {} };
    auto last = addLayer(network, "input", "input", {}, { { "column", std::string("image") } });
    for (int i = 0; i < size; ++i) {
        network.nodes.push_back(*network.find(last));
        auto& node = network.nodes.back();
        node = { .id = { network.nextId++ },
                 .name = fmt::format("n{}", i),
                 .layer = "relu",
                 .parameters = {},
                 .position = {} };
        network.links.push_back({ { last }, { node.id } });
        last = node.id;
    }
    return network;
}
} // namespace

class AnalysisTest : public QObject {
    Q_OBJECT

private slots:
    void everyMissingColumnIsToldAtOnce()
    {
        Sample sample;
        sample.network.find(sample.input)->parameters.set("column", std::string("picture"));
        sample.network.find(sample.loss)->parameters.set("target", std::string("class"));
        const auto problems = problemsOf(sample.network);
        QCOMPARE(problems.size(), 2);
        QVERIFY2(problems[0].contains("\"picture\""), qPrintable(problems[0]));
        QVERIFY2(problems[1].contains("\"class\""), qPrintable(problems[1]));
    }

    void aSoundNetworkHasShapesAndCosts()
    {
        const Sample sample;
        const auto analysis = analyse(sample.network, &kData);
        QCOMPARE(problemsOf(sample.network), QStringList());
        QVERIFY(analysis.isTrainable());
        QVERIFY(analysis.factsOf(sample.conv)->outputs[0] == (Shape { 4, 26, 26 }));
        QVERIFY(analysis.factsOf(sample.pool)->outputs[0] == (Shape { 4, 13, 13 }));
        QVERIFY(analysis.factsOf(sample.dense)->inputs[0] == Shape { 676 });
        QVERIFY(analysis.factsOf(sample.loss)->outputs.empty());
        QCOMPARE(analysis.factsOf(sample.conv)->cost.parameters, 4 * 9 + 4);
        QCOMPARE(analysis.factsOf(sample.conv)->cost.multiplyAdds, 4 * 26 * 26 * 9);
        QCOMPARE(analysis.factsOf(sample.conv)->cost.activationBytes, 4 * 26 * 26 * 4);
        QCOMPARE(analysis.total.parameters, 40 + 676 * 3 + 3);
    }

    void theOrderFollowsTheLinksAndThenTheFile()
    {
        Network network { .name = "n", .dataset = "", .nodes = {}, .links = {} };
        const auto last = addLayer(network, "relu", "last", {});
        const auto first = addLayer(network, "relu", "first", {});
        addLayer(network, "relu", "free", {});
        const auto middle = addLayer(network, "relu", "middle", first);
        network.connect({ { middle }, { last } });
        const auto analysis = analyse(network, &kData);
        QVERIFY((namesOf(network, analysis.order)
                 == std::vector<std::string> { "first", "free", "middle", "last" }));
    }

    void anEmptyNetworkSaysWhatItNeeds()
    {
        const auto problems = problemsOf({});
        QCOMPARE(problems.size(), 2);
        QVERIFY(problems[0].contains("add an input layer"));
        QVERIFY(problems[1].contains("add a loss"));
    }

    void faultsAreNamedAtTheirNode_data()
    {
        using Edit = std::function<void(Sample&)>;
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const Edit& edit, const char* expected) {
            QTest::newRow(name) << edit << QString(expected);
        };
        row(
            "range", [](Sample& s) { s.network.find(s.conv)->parameters.set("filters", std::int64_t { 0 }); },
            "conv2d \"conv1\": Filters: expected 1 to");
        row(
            "kernel larger than input",
            [](Sample& s) { s.network.find(s.conv)->parameters.set("kernel_height", std::int64_t { 29 }); },
            "conv2d \"conv1\": kernel 29x3 is larger than its input 28x28; use a smaller kernel or padding \"same\"");
        row(
            "no input", [](Sample& s) { s.network.links.erase(s.network.links.begin()); },
            "conv2d \"conv1\": its input is not connected");
        row(
            "two links at one input",
            [](Sample& s) {
                s.network.links.push_back({ { s.conv }, { s.flatten } });
            },
            "flatten \"flatten\": its input takes one link, found 2");
        row(
            "image into dense",
            [](Sample& s) {
                s.network.connect({ { s.pool }, { s.dense } });
            },
            "dense \"fc\": expected a vector, received 4 x 13 x 13");
        row(
            "classes",
            [](Sample& s) { s.network.find(s.dense)->parameters.set("units", std::int64_t { 10 }); },
            "softmax_cross_entropy \"loss\": expected 3 values, one per class of \"label\", received 10; end in a "
            "Dense layer with 3 units");
        row(
            "unknown column",
            [](Sample& s) { s.network.find(s.loss)->parameters.set("target", std::string("price")); },
            "softmax_cross_entropy \"loss\": the dataset has no column \"price\"; choose one of \"image\", \"label\"");
        row(
            "no column", [](Sample& s) { s.network.find(s.loss)->parameters.set("target", std::string()); },
            "softmax_cross_entropy \"loss\": no column is chosen as its target");
        row(
            "same name", [](Sample& s) { s.network.find(s.pool)->name = "conv1"; },
            "max_pool2d \"conv1\": another layer has the same name");
        row(
            "name", [](Sample& s) { s.network.find(s.pool)->name = "a/b"; }, "a layer is named \"a/b\"");
        row(
            "unknown layer", [](Sample& s) { s.network.find(s.pool)->layer = "conv9d"; },
            "conv9d \"pool1\": there is no such layer");
        row(
            "port",
            [](Sample& s) {
                s.network.connect({ { s.conv, 7 }, { s.pool } });
            },
            "max_pool2d \"pool1\": its link from \"conv1\" ends at a port that is not there");
        row(
            "negative port",
            [](Sample& s) {
                s.network.links.push_back({ { s.conv }, { s.pool, -1 } });
            },
            "\"pool1\"");
        row(
            "dangling link",
            [](Sample& s) {
                s.network.links.push_back({ { { 99 } }, { s.pool } });
            },
            "a link ends at a layer that is gone");
        row(
            "no loss", [](Sample& s) { s.network.remove(s.loss); }, "add a loss");
        row(
            "loop",
            [](Sample& s) {
                s.network.connect({ { s.pool }, { s.conv } });
            },
            "conv2d \"conv1\": its output leads back to its input: conv1 -> pool1 -> conv1; remove one of these links");
        row(
            "own output",
            [](Sample& s) {
                s.network.connect({ { s.pool }, { s.pool } });
            },
            "max_pool2d \"pool1\": its output leads back to its input: pool1 -> pool1");
    }

    void faultsAreNamedAtTheirNode()
    {
        QFETCH(std::function<void(Sample&)>, edit);
        QFETCH(QString, expected);
        Sample sample;
        edit(sample);
        const auto problems = problemsOf(sample.network);
        QCOMPARE(problems.size(), 1); // what comes after is not blamed
        QVERIFY2(problems[0].contains(expected), qPrintable(problems[0]));
    }

    void whatComesAfterAFaultHasNoFacts()
    {
        Sample sample;
        sample.network.find(sample.pool)->parameters.set("pool_height", std::int64_t { 27 });
        const auto analysis = analyse(sample.network, &kData);
        QVERIFY(analysis.factsOf(sample.conv));
        QVERIFY(!analysis.factsOf(sample.pool));
        QVERIFY(!analysis.factsOf(sample.dense));
        QCOMPARE(analysis.problems.size(), 1UL);
        QVERIFY(analysis.problems[0].node == sample.pool);
        QCOMPARE(analysis.order.size(), 6UL);
    }

    void nodesOfACycleAreLeftOutOfTheOrder()
    {
        Sample sample;
        sample.network.connect({ { sample.pool }, { sample.conv } });
        const auto analysis = analyse(sample.network, &kData);
        QVERIFY((namesOf(sample.network, analysis.order) == std::vector<std::string> { "input" }));
    }

    void eachCycleIsNamedOnce()
    {
        Sample sample;
        sample.network.connect({ { sample.pool }, { sample.conv } });
        sample.network.connect({ { sample.dense }, { sample.flatten } });
        const auto problems = problemsOf(sample.network);
        QCOMPARE(problems.size(), 2);
        QVERIFY2(problems[1].contains("flatten -> fc -> flatten"), qPrintable(problems[1]));
    }

    void aMissingDatasetIsAProblemOfEveryLayerThatReadsIt()
    {
        const Sample sample;
        const auto problems = problemsOf(sample.network, nullptr);
        QCOMPARE(problems.size(), 2);
        QVERIFY2(problems[0].startsWith("input \"input\": the dataset \"images\" is not available"),
                 qPrintable(problems[0]));
        QVERIFY2(problems[1].startsWith("softmax_cross_entropy \"loss\": the dataset"),
                 qPrintable(problems[1]));
    }

    void hostileSizesAreProblemsAndNeverOverflow()
    {
        Sample sample;
        auto& conv = sample.network.find(sample.conv)->parameters;
        auto& dense = sample.network.find(sample.dense)->parameters;
        conv.set("padding", std::string("same"));
        conv.set("kernel_height", std::int64_t { 1024 });
        conv.set("kernel_width", std::int64_t { 1024 });
        conv.set("filters", std::int64_t { 65536 });
        QVERIFY2(problemsOf(sample.network)[0].startsWith(
                     "conv2d \"conv1\": its kernel would be 65,536 x 1 x 1,024 x 1,024"),
                 qPrintable(problemsOf(sample.network)[0]));
        conv.set("filters", INT64_MAX);
        conv.set("kernel_height", INT64_MIN);
        dense.set("units", INT64_MAX);
        QCOMPARE(problemsOf(sample.network).size(), 2); // both out of range
    }

    void manyLargeLayersDoNotOverflowTheTotal()
    {
        Sample sample;
        auto last = sample.dense;
        for (int i = 0; i < 100; ++i)
            last = addLayer(sample.network, "dense", fmt::format("wide{}", i).c_str(), last,
                            { { "units", std::int64_t { i % 2 == 0 ? 1'000'000 : 2000 } } });
        const auto analysis = analyse(sample.network, &kData);
        QVERIFY(analysis.total.parameters > 99 * 2'000'000'000LL);
    }

    void timeIsInProportionToTheSize()
    {
        QElapsedTimer timer;
        timer.start();
        const auto network = chain(20'000);
        const auto analysis = analyse(network, &kData);
        QCOMPARE(analysis.order.size(), 20'001UL);
        QCOMPARE(analysis.facts.size(), 20'001UL);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void aHugeCycleIsNamedShortly()
    {
        auto network = chain(20'000);
        network.links.front().from = { network.nodes.back().id };
        const auto problems = problemsOf(network);
        QVERIFY2(problems[0].size() < 300, qPrintable(problems[0]));
        QVERIFY(problems[0].contains("n11 -> ... -> n0"));
    }
};

QTEST_GUILESS_MAIN(AnalysisTest)
#include "analysis_test.moc"
