// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/fitting_layers.hpp"

#include "block_sample.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "sample_network.hpp"

#include <QStringList>
#include <QtTest>

using namespace netwright::network;
using netwright::tensor::Signature;

namespace {

/// The layers of the catalogue for which this is so, by id.
template <class Fits> QStringList allThat(Fits fits)
{
    QStringList found;
    for (const auto* kind : netwright::layers::layerTable()) {
        if (fits(kind->id))
            found << QString::fromStdString(kind->id);
    }
    return found;
}

QStringList after(const Network& network, NodeId node, const Signature* data = &kSampleData)
{
    const auto analysis = analyse(network, data);
    return allThat([&](const std::string& layer) {
        return fitsAfter(network, analysis, data, { node }, layer).has_value();
    });
}

QStringList before(const Network& network, PortRef input, const Signature* data = &kSampleData)
{
    const auto analysis = analyse(network, data);
    return allThat([&](const std::string& layer) {
        return fitsBefore(network, analysis, data, input, layer).has_value();
    });
}

} // namespace

class FittingLayersTest : public QObject {
    Q_OBJECT

private slots:
    void anImageIsFollowedByWhatTakesImages();
    void aVectorIsFollowedByWhatTakesVectors();
    void scoresAreFollowedByTheLossesThatTheDataAllows();
    void withoutShapesPortsDecide();
    void aLossIsFedByWhatMakesScores();
    void whatTakesAnImageIsNotFedByWhatMakesVectors();
    void aSumIsFedByWhatIsAsLargeAsItsOtherTerm();
    void aBlockFitsWhereWhatIsInsideDoes();
    void whatDoesNotFitSaysWhy_data();
    void whatDoesNotFitSaysWhy();
};

void FittingLayersTest::anImageIsFollowedByWhatTakesImages()
{
    const SampleNetwork sample;
    const auto found = after(sample.network, sample.pool);
    for (const auto* layer : { "conv2d", "max_pool2d", "batch_norm", "relu", "flatten", "add", "dropout" })
        QVERIFY2(found.contains(layer), layer);
    for (const auto* layer : { "input", "embedding", "lstm", "sequence_mean", "softmax_cross_entropy" })
        QVERIFY2(!found.contains(layer), layer);
}

void FittingLayersTest::aVectorIsFollowedByWhatTakesVectors()
{
    const SampleNetwork sample;
    const auto found = after(sample.network, sample.flatten);
    for (const auto* layer : { "dense", "relu", "dropout", "softmax" })
        QVERIFY2(found.contains(layer), layer);
    for (const auto* layer : { "conv2d", "max_pool2d", "global_average_pool", "self_attention" })
        QVERIFY2(!found.contains(layer), layer);
}

void FittingLayersTest::scoresAreFollowedByTheLossesThatTheDataAllows()
{
    const SampleNetwork sample;
    QVERIFY(after(sample.network, sample.dense).contains("softmax_cross_entropy")); // three classes
    QVERIFY(!after(sample.network, sample.flatten).contains("softmax_cross_entropy"));
    const Signature prices { { kSampleData.columns[0], kSampleData.columns[2] } };
    QVERIFY(!after(sample.network, sample.dense, &prices).contains("softmax_cross_entropy"));
}

void FittingLayersTest::withoutShapesPortsDecide()
{
    const SampleNetwork sample;
    const auto found = after(sample.network, sample.dense, nullptr);
    QVERIFY(found.contains("conv2d"));
    QVERIFY(found.contains("softmax_cross_entropy"));
    QVERIFY(!found.contains("input"));
    QVERIFY(!before(sample.network, { sample.dense }, nullptr).contains("softmax_cross_entropy"));
}

void FittingLayersTest::aLossIsFedByWhatMakesScores()
{
    SampleNetwork sample;
    sample.cut(sample.dense, sample.loss);
    const auto found = before(sample.network, { sample.loss });
    QVERIFY(found.contains("relu")); // behind the dense layer, which makes three scores
    QVERIFY(!found.contains("softmax_cross_entropy"));
    QVERIFY(!found.contains("conv2d"));
}

void FittingLayersTest::whatTakesAnImageIsNotFedByWhatMakesVectors()
{
    SampleNetwork sample;
    const auto found = before(sample.network, { sample.pool });
    QVERIFY(found.contains("conv2d"));
    QVERIFY(found.contains("input")); // of the column "image"
    QVERIFY(!found.contains("dense"));
    QVERIFY(!found.contains("flatten"));
}

void FittingLayersTest::aSumIsFedByWhatIsAsLargeAsItsOtherTerm()
{
    SampleNetwork sample;
    const auto sum = addLayer(sample.network, "add", "sum", sample.dense);
    const auto found = before(sample.network, { sum, 1 });
    QVERIFY(found.contains("relu"));
    QVERIFY(!found.contains("dense")); // 64 units by default, three here
    QVERIFY(!found.contains("conv2d"));
}

void FittingLayersTest::aBlockFitsWhereWhatIsInsideDoes()
{
    SampleNetwork sample;
    sample.network.blocks = { unitBlock() }; // begins with a dense layer
    const auto analysis = analyse(sample.network, &kSampleData);
    const auto layer = blockLayer("Unit");
    QVERIFY(fitsAfter(sample.network, analysis, &kSampleData, { sample.flatten }, layer));
    QVERIFY(!fitsAfter(sample.network, analysis, &kSampleData, { sample.pool }, layer));
    QVERIFY(!fitsBefore(sample.network, analysis, &kSampleData, { sample.pool }, layer));
    QVERIFY(!fitsAfter(sample.network, analysis, &kSampleData, { sample.flatten }, blockLayer("Gone")));
}

void FittingLayersTest::whatDoesNotFitSaysWhy_data()
{
    QTest::addColumn<QString>("layer");
    QTest::addColumn<QString>("reason");
    QTest::newRow("by its shape rule") << "conv2d"
                                       << "expected an image";
    QTest::newRow("by the column that suits it") << "softmax_cross_entropy"
                                                 << "\"label\"";
    QTest::newRow("for it has no input") << "input"
                                         << "nothing leads to it: a network begins with it";
    QTest::newRow("for it is not there") << "block:Gone"
                                         << "there is no layer \"block:Gone\"";
}

void FittingLayersTest::whatDoesNotFitSaysWhy()
{
    QFETCH(QString, layer);
    QFETCH(QString, reason);
    const SampleNetwork sample;
    const auto fits = fitsAfter(sample.network, analyse(sample.network, &kSampleData), &kSampleData,
                                { sample.flatten }, layer.toStdString());
    QVERIFY(!fits);
    QVERIFY2(fits.error().message.find(reason.toStdString()) != std::string::npos,
             fits.error().message.c_str());
}

QTEST_GUILESS_MAIN(FittingLayersTest)
#include "fitting_layers_test.moc"
