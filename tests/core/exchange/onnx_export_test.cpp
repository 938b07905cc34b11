// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/exchange/onnx_export.hpp"
#include "core/exchange/onnx_proto.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "tests/core/exchange/trained_sample.hpp"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

using namespace netwright;

class OnnxExportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void openCvComputesTheSame_data() { networks(); }
    void openCvComputesTheSame();
    void theComparisonCanBeStopped();
    void aTableOfNumbersComputesTheSame();
    void severalOutputsComputeTheSame();
    void onnxCheckerAcceptsTheFile_data() { networks(); }
    void onnxCheckerAcceptsTheFile();
    void theGraphHasColumnsInNodesOutAndAFreeBatch_data() { networks(); }
    void theGraphHasColumnsInNodesOutAndAFreeBatch();
    void theMetadataSaysWhatToFeed();
    void theCheckSeesADifference();
    void theCheckSeesWhatIsNotANumber();
    void aLastBatchThatIsNotFullCountsOnce();
    void aMissingWeightIsNamed();
    void aWeightOfAnotherShapeIsNamed();
    void aNetworkWithAProblemIsRefused();
    void anUnwritableFileIsRefusedAndNothingIsLeft();
    void openCvRefusingAFileIsAnError_data();
    void openCvRefusingAFileIsAnError();

private:
    static void networks();
    /// Of the running row.
    const TrainedSample& sample() { return m_samples.at(QTest::currentDataTag()); }
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path exported(const TrainedSample& sample);

    QTemporaryDir m_folder;
    std::map<std::string, TrainedSample> m_samples;
};

void OnnxExportTest::networks()
{
    QTest::addColumn<QString>("network");
    for (const auto* name : { "mlp", "cnn", "cnn-bn" })
        QTest::newRow(name) << name;
}

void OnnxExportTest::initTestCase()
{
    for (const auto* name : { "mlp", "cnn", "cnn-bn" })
        m_samples.emplace(name, trainSample("fashion-mnist.netwright", name, 1000));
}

std::filesystem::path OnnxExportTest::exported(const TrainedSample& sample)
{
    const auto file = path((sample.network.name + ".onnx").c_str());
    const auto done = exchange::exportOnnx(sample.network, sample.dataset->signature(), sample.parameters,
                                           file, exchange::metadataOf(*sample.dataset));
    if (!done)
        qFatal("%s", done.error().text().c_str());
    return file;
}

namespace {
onnx::ModelProto modelIn(const std::filesystem::path& file)
{
    onnx::ModelProto model;
    if (!model.ParseFromString(readFile(file, exchange::kLargestOnnxFile).value()))
        qFatal("the exported file is not ONNX");
    return model;
}

/// The only node that a loss reads.
std::string predictionOf(const network::Network& network)
{
    for (const auto& link : network.links)
        if (layers::findLayer(network.find(link.to.node)->layer)->category == layers::Category::Loss)
            return network.find(link.from.node)->name;
    return {};
}
} // namespace

void OnnxExportTest::openCvComputesTheSame()
{
    const auto parity = exchange::checkOnnx(exported(sample()), sample().network, *sample().dataset,
                                            sample().parameters, 256);
    QVERIFY2(parity, parity ? "" : parity.error().text().c_str());
    QCOMPARE(parity->samples, 256);
    qInfo("largest difference %.2g", parity->largestDifference);
    QVERIFY2(parity->largestDifference <= 1e-4, qPrintable(QString::number(parity->largestDifference)));
    QVERIFY(parity->isSame);
}

void OnnxExportTest::theComparisonCanBeStopped()
{
    std::stop_source stop;
    stop.request_stop();
    Progress progress;
    progress.stop = stop.get_token();
    const auto parity
        = exchange::checkOnnx(exported(m_samples.at("mlp")), m_samples.at("mlp").network,
                              *m_samples.at("mlp").dataset, m_samples.at("mlp").parameters, 256, progress);
    QVERIFY(!parity && parity.error().message.find("stopped") != std::string::npos);
}

void OnnxExportTest::aTableOfNumbersComputesTheSame()
{
    const auto iris = trainSample("iris.netwright", "mlp", 0);
    const auto parity
        = exchange::checkOnnx(exported(iris), iris.network, *iris.dataset, iris.parameters, 1000);
    QVERIFY2(parity, parity ? "" : parity.error().text().c_str());
    QCOMPARE(parity->samples, std::ssize(iris.dataset->rows(data::Part::Test)));
    QVERIFY(parity->isSame);
}

void OnnxExportTest::severalOutputsComputeTheSame()
{
    auto branched = m_samples.at("mlp");
    auto& network = branched.network;
    const auto logits = network.find(predictionOf(network))->id;
    const auto input = network.nodes.front().id;
    const auto softmax = network.add("softmax", {});
    network.connect({ .from = { logits, 0 }, .to = { softmax, 0 } });
    const auto dropout = network.add("dropout", {});
    network.connect({ .from = { input, 0 }, .to = { dropout, 0 } });

    const auto file = exported(branched);
    QCOMPARE(modelIn(file).graph().output_size(), 2);
    const auto parity = exchange::checkOnnx(file, network, *branched.dataset, branched.parameters, 100);
    QVERIFY2(parity, parity ? "" : parity.error().text().c_str());
    QVERIFY2(parity->isSame, qPrintable(QString::number(parity->largestDifference)));
}

void OnnxExportTest::onnxCheckerAcceptsTheFile()
{
    const QString python = "/usr/bin/python3";
    if (!QFileInfo::exists(python) || QProcess::execute(python, { "-c", "import onnx" }) != 0)
        QSKIP("needs python3-onnx; install it to run ONNX's own checker");
    QProcess checker;
    checker.start(python,
                  { NETWRIGHT_SOURCE_DIR "/tests/peer/onnx_check.py",
                    QString::fromStdString(exported(sample()).string()) });
    QVERIFY(checker.waitForFinished(60000));
    QVERIFY2(checker.exitCode() == 0, checker.readAllStandardError());
}

void OnnxExportTest::theGraphHasColumnsInNodesOutAndAFreeBatch()
{
    const auto model = modelIn(exported(sample()));
    QCOMPARE(model.ir_version(), 8);
    QCOMPARE(model.opset_import(0).version(), 13);
    QCOMPARE(model.producer_name(), "Netwright");

    const auto& graph = model.graph();
    QCOMPARE(graph.input_size(), 1);
    QCOMPARE(graph.input(0).name(), sample().dataset->signature().columns.at(0).name);
    const auto& sizes = graph.input(0).type().tensor_type().shape();
    QCOMPARE(sizes.dim(0).dim_param(), "N");
    QCOMPARE(sizes.dim(2).dim_value(), 28);
    QCOMPARE(graph.output_size(), 1);
    QCOMPARE(graph.output(0).name(), predictionOf(sample().network));
    QCOMPARE(graph.output(0).type().tensor_type().shape().dim(1).dim_value(), 10);
    const auto& last = graph.node(graph.node_size() - 1);
    QVERIFY2(last.op_type() != "Softmax", "the loss takes logits, so logits must come out");
}

void OnnxExportTest::theMetadataSaysWhatToFeed()
{
    const auto model = modelIn(exported(m_samples.at("mlp")));
    std::map<std::string, std::string> metadata;
    for (const auto& property : model.metadata_props())
        metadata[property.key()] = property.value();
    const auto& columns = m_samples.at("mlp").dataset->signature().columns;
    const auto& scale = metadata["normalisation." + columns.at(0).name];
    QVERIFY2(scale.starts_with(R"({"factor":[0.0039)"), scale.c_str());
    QVERIFY(metadata["categories." + columns.at(1).name].starts_with("["));
    QVERIFY(!model.doc_string().empty());
}

void OnnxExportTest::theCheckSeesADifference()
{
    const auto& mlp = m_samples.at("mlp");
    const auto file = exported(mlp);
    auto changed = mlp.parameters;
    changed.back().tensor.values.front() += 0.01F;
    const auto parity = exchange::checkOnnx(file, mlp.network, *mlp.dataset, changed, 100);
    QVERIFY(parity);
    QVERIFY(!parity->isSame);
    QVERIFY(std::abs(parity->largestDifference - 0.01) < 1e-4);
}

void OnnxExportTest::theCheckSeesWhatIsNotANumber()
{
    const auto& mlp = m_samples.at("mlp");
    const auto file = exported(mlp);
    auto changed = mlp.parameters;
    changed.back().tensor.values.front() = std::numeric_limits<float>::quiet_NaN();
    const auto parity = exchange::checkOnnx(file, mlp.network, *mlp.dataset, changed, 100);
    QVERIFY(parity);
    QVERIFY(!parity->isSame);
    QVERIFY(std::isinf(parity->largestDifference));
}

void OnnxExportTest::aLastBatchThatIsNotFullCountsOnce()
{
    const auto& mlp = m_samples.at("mlp");
    const auto parity = exchange::checkOnnx(exported(mlp), mlp.network, *mlp.dataset, mlp.parameters, 65);
    QVERIFY(parity);
    QCOMPARE(parity->samples, 65);
    const auto none = exchange::checkOnnx(exported(mlp), mlp.network, *mlp.dataset, mlp.parameters, 0);
    QVERIFY(!none);
}

void OnnxExportTest::aMissingWeightIsNamed()
{
    const auto& cnn = m_samples.at("cnn");
    auto fewer = cnn.parameters;
    const auto lost = fewer.back();
    fewer.pop_back();
    const auto done
        = exchange::exportOnnx(cnn.network, cnn.dataset->signature(), fewer, path("missing.onnx"));
    QVERIFY(!done);
    QVERIFY2(done.error().text().find(lost.node) != std::string::npos, done.error().text().c_str());
    QVERIFY2(done.error().text().find(lost.name) != std::string::npos, done.error().text().c_str());
    QVERIFY(!std::filesystem::exists(path("missing.onnx")));
}

void OnnxExportTest::aWeightOfAnotherShapeIsNamed()
{
    const auto& cnn = m_samples.at("cnn");
    auto wrong = cnn.parameters;
    wrong.front().tensor = { .shape = { 3 }, .values = { 1, 2, 3 } };
    const auto done = exchange::exportOnnx(cnn.network, cnn.dataset->signature(), wrong, path("wrong.onnx"));
    QVERIFY(!done);
    QVERIFY2(done.error().text().find(wrong.front().node) != std::string::npos, done.error().text().c_str());
}

void OnnxExportTest::aNetworkWithAProblemIsRefused()
{
    auto cut = m_samples.at("mlp").network;
    cut.links.erase(cut.links.begin());
    const auto& sample = m_samples.at("mlp");
    QVERIFY(!exchange::exportOnnx(cut, sample.dataset->signature(), sample.parameters, path("cut.onnx")));
    QVERIFY(!exchange::exportOnnx({}, sample.dataset->signature(), {}, path("empty.onnx")));
}

void OnnxExportTest::anUnwritableFileIsRefusedAndNothingIsLeft()
{
    const auto& mlp = m_samples.at("mlp");
    const auto file = path("no such folder") / "mlp.onnx";
    const auto done = exchange::exportOnnx(mlp.network, mlp.dataset->signature(), mlp.parameters, file);
    QVERIFY(!done);
    QVERIFY2(done.error().text().find("mlp.onnx") != std::string::npos, done.error().text().c_str());
    QVERIFY(!std::filesystem::exists(path("no such folder")));

    std::filesystem::create_directory(path("folder.onnx")); // the target is a folder: the rename must fail
    QVERIFY(
        !exchange::exportOnnx(mlp.network, mlp.dataset->signature(), mlp.parameters, path("folder.onnx")));
    for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString()))
        QVERIFY2(entry.path().extension() != ".part", entry.path().c_str());
}

void OnnxExportTest::openCvRefusingAFileIsAnError_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QFile whole(QString::fromStdString(exported(m_samples.at("mlp")).string()));
    QVERIFY(whole.open(QIODevice::ReadOnly));
    const auto bytes = whole.readAll();
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("foreign") << QByteArray("\x89PNG\r\n\x1a\n and so on");
    QTest::newRow("truncated") << bytes.first(bytes.size() / 2);
}

void OnnxExportTest::openCvRefusingAFileIsAnError()
{
    QFETCH(QByteArray, bytes);
    const auto file = path("refused.onnx");
    QVERIFY(writeFile(file, { bytes.constData(), static_cast<std::size_t>(bytes.size()) }));
    const auto& mlp = m_samples.at("mlp");
    const auto parity = exchange::checkOnnx(file, mlp.network, *mlp.dataset, mlp.parameters, 10);
    QVERIFY(!parity);
    QVERIFY2(parity.error().text().find("refused.onnx") != std::string::npos, parity.error().text().c_str());
}

QTEST_GUILESS_MAIN(OnnxExportTest)
#include "onnx_export_test.moc"
