// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/layer_list.hpp"

#include "core/network/analysis.hpp"
#include "tests/core/network/block_sample.hpp"
#include "tests/core/network/sample_network.hpp"

#include <QtTest>

using namespace netwright;
using namespace netwright::network;

namespace {
std::vector<std::string> namesOf(const std::vector<ListedLayer>& layers)
{
    std::vector<std::string> names;
    for (const auto& layer : layers)
        names.push_back(layer.name);
    return names;
}
} // namespace

class LayerListTest : public QObject {
    Q_OBJECT

private slots:
    void layersStandInTheOrderOfExecution();
    void theSumIsThatOfTheAnalysis();
    void blocksAreListedAsWhatIsInside();
    void sharedWeightsCountOnce();
    void layersOfACycleComeLastWithoutCosts();
    void csvQuotesWhatWouldEndAField();
    void numbersAreGroupedForPeopleAlone();
    void markdownHasEvenColumnsAndASum();
};

void LayerListTest::layersStandInTheOrderOfExecution()
{
    SampleNetwork sample;
    std::ranges::reverse(sample.network.nodes);
    const auto layers = listLayers(sample.network, &kSampleData);
    QCOMPARE(namesOf(layers),
             (std::vector<std::string> { "input", "conv", "relu", "pool", "flatten", "fc", "loss" }));
    QCOMPARE(layers[1].kind, std::string("Conv 2D"));
    QCOMPARE(layers[1].path, NodePath { sample.conv });
    QCOMPARE(layers[1].outputs, std::vector { tensor::Shape({ 4, 26, 26 }) });
    QCOMPARE(layers[1].cost->parameters, std::int64_t(4 * 9 + 4));
}

void LayerListTest::theSumIsThatOfTheAnalysis()
{
    for (const auto* weights : { "own", "shared by repeats", "shared by all uses" }) {
        const auto network = unitNetwork(3, weights);
        const auto data = unitData();
        const auto total = totalOf(listLayers(network, &data));
        const auto analysed = analyse(network, &data).total;
        QCOMPARE(total.parameters, analysed.parameters);
        QCOMPARE(total.multiplyAdds, analysed.multiplyAdds);
        QCOMPARE(total.activationBytes, analysed.activationBytes);
    }
}

void LayerListTest::blocksAreListedAsWhatIsInside()
{
    const auto network = unitNetwork(2);
    const auto data = unitData();
    const auto layers = listLayers(network, &data);
    QCOMPARE(namesOf(layers),
             (std::vector<std::string> { "x", "stage.1.fc", "stage.1.act", "stage.2.fc", "stage.2.act",
                                         "head", "loss" }));
    const auto stage = network.find("stage")->id;
    const auto fc = network.blocks.front().body.find("fc")->id;
    QCOMPARE(layers[1].path, (NodePath { stage, fc }));
    QCOMPARE(layers[3].path, layers[1].path);
}

void LayerListTest::sharedWeightsCountOnce()
{
    const auto data = unitData();
    const auto layers = listLayers(unitNetwork(2, std::string(kWeightsOfRepeats)), &data);
    QCOMPARE(layers[1].cost->parameters, std::int64_t(20));
    QCOMPARE(layers[1].sharedWith, std::string());
    QCOMPARE(layers[3].cost->parameters, std::int64_t(0));
    QCOMPARE(layers[3].sharedWith, std::string("stage.1.fc"));
}

void LayerListTest::layersOfACycleComeLastWithoutCosts()
{
    SampleNetwork sample;
    sample.network.connect({ { sample.pool }, { sample.relu } });
    const auto layers = listLayers(sample.network, &kSampleData);
    QCOMPARE(namesOf(layers).front(), std::string("input"));
    QCOMPARE(layers.size(), sample.network.nodes.size());
    QVERIFY(!layers.back().cost);
    QVERIFY(toCsv(layers).ends_with("Softmax Cross-Entropy,,,,\n"));
}

void LayerListTest::csvQuotesWhatWouldEndAField()
{
    SampleNetwork sample;
    sample.node(sample.conv).name = "a,\"b\"";
    sample.node(sample.relu).isBypassed = true;
    const auto csv = toCsv(listLayers(sample.network, &kSampleData));
    QCOMPARE(csv.substr(0, csv.find('\n')),
             std::string("layer,kind,output,parameters,multiply_adds,activation_bytes"));
    QVERIFY2(csv.find("\"a,\"\"b\"\"\",Conv 2D,4 x 26 x 26,40,24336,10816\n") != csv.npos, csv.c_str());
    QVERIFY2(csv.find("relu,ReLU (bypassed),4 x 26 x 26,0,0,0\n") != csv.npos, csv.c_str());
}

void LayerListTest::numbersAreGroupedForPeopleAlone()
{
    SampleNetwork sample;
    sample.set(sample.dense, "units", std::int64_t { 1152 });
    const auto layers = listLayers(sample.network, &kSampleData);
    QVERIFY(toCsv(layers).find("fc,Dense,1152,") != std::string::npos);
    QVERIFY(toMarkdown(layers).find("| 1,152 ") != std::string::npos);
}

void LayerListTest::markdownHasEvenColumnsAndASum()
{
    SampleNetwork sample;
    sample.node(sample.conv).name = "große_Faltung|1";
    const auto layers = listLayers(sample.network, &kSampleData);
    const auto lines = QString::fromStdString(toMarkdown(layers)).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), static_cast<qsizetype>(layers.size() + 3));
    for (const auto& line : lines)
        QCOMPARE(line.size(), lines.front().size());
    QVERIFY(lines[1].startsWith(QStringLiteral("| -")));
    QVERIFY(lines[1].endsWith(QStringLiteral("-: |")));
    QVERIFY2(lines[3].startsWith(QStringLiteral("| große\\_Faltung\\|1 ")), qPrintable(lines[3]));
    QVERIFY2(lines.last().contains(QStringLiteral("2,071")), qPrintable(lines.last()));
}

QTEST_GUILESS_MAIN(LayerListTest)
#include "layer_list_test.moc"
