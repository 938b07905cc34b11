// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"
#include "core/engine/plan.hpp"
#include "core/exchange/onnx_export.hpp"
#include "core/exchange/onnx_import.hpp"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace netwright;

namespace {
constexpr std::int64_t kLength = 6;
constexpr std::int64_t kVocabulary = 30;
constexpr std::int64_t kBatch = 3;

using Settings = std::vector<std::pair<std::string, Value>>;

tensor::Signature signatureWith(const tensor::Signature& inputs)
{
    auto data = inputs;
    data.columns.push_back({ "y", tensor::ColumnType::Vector, { 4 } });
    return data;
}

void append(network::Network& network, const std::string& layer, const Settings& settings)
{
    const auto id = network.add(layer, {});
    for (const auto& [key, value] : settings)
        network.find(id)->parameters.set(key, value);
    if (network.nodes.size() > 1)
        network.connect({ { network.nodes[network.nodes.size() - 2].id }, { id } });
}

/// A block of a transformer, without what goes around it.
network::Network transformer(bool isCausal)
{
    network::Network network { .name = "transformer", .dataset = "memory", .nodes = {}, .links = {} };
    append(network, "input", { { "column", std::string("tokens") } });
    append(network, "embedding", { { "vocabulary", kVocabulary }, { "size", std::int64_t { 8 } } });
    append(network, "position_embedding", {});
    append(network, "layer_norm", { { "epsilon", 1e-4 } });
    append(network, "self_attention", { { "heads", std::int64_t { 2 } }, { "causal", isCausal } });
    append(network, "dense", { { "units", std::int64_t { 5 } } });
    append(network, "relu", {});
    append(network, "dense", { { "units", std::int64_t { 3 } }, { "bias", false } });
    append(network, "flatten", {});
    append(network, "dense", { { "units", std::int64_t { 4 } } });
    append(network, "mean_squared_error", { { "target", std::string("y") } });
    return network;
}

/// A recurrent layer after another.
network::Network recurrent()
{
    network::Network network { .name = "recurrent", .dataset = "memory", .nodes = {}, .links = {} };
    append(network, "input", { { "column", std::string("tokens") } });
    append(network, "embedding", { { "vocabulary", kVocabulary }, { "size", std::int64_t { 8 } } });
    append(network, "lstm", { { "units", std::int64_t { 7 } }, { "output", std::string("all") } });
    append(network, "lstm", { { "units", std::int64_t { 4 } } });
    append(network, "mean_squared_error", { { "target", std::string("y") } });
    return network;
}

std::unique_ptr<engine::Plan> compile(const network::Network& network, const tensor::Signature& data)
{
    auto plan = engine::Plan::compile(network, data, { .mode = layers::Mode::Inference, .batch = kBatch });
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    return *std::move(plan);
}

std::vector<float> outputOf(engine::Plan& plan)
{
    const auto& slot = plan.inputs().front();
    for (std::size_t i = 0; i < slot.numbers.size(); ++i)
        slot.numbers[i] = static_cast<float>(Random(1, 0).below(kVocabulary, i));
    plan.run(kBatch, 0);
    return { plan.outputs().front().values.begin(), plan.outputs().front().values.end() };
}
} // namespace

Q_DECLARE_METATYPE(network::Network)

/// Layers that are written as several operators.
class OnnxSequenceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    tensor::Signature m_data { { { .name = "tokens",
                                   .type = tensor::ColumnType::Sequence,
                                   .shape = { kLength },
                                   .vocabulary = kVocabulary } } };

    static void networks()
    {
        QTest::addColumn<network::Network>("network");
        QTest::newRow("attention to all positions") << transformer(false);
        QTest::newRow("causal attention") << transformer(true);
        QTest::newRow("recurrent") << recurrent();
    }

    std::filesystem::path exported(const network::Network& network, const engine::Plan& plan) const
    {
        const auto file = m_folder.filePath("network.onnx").toStdString();
        const auto done = exchange::exportOnnx(network, signatureWith(m_data), plan.readParameters(), file);
        if (!done)
            qFatal("%s", done.error().text().c_str());
        return file;
    }

private slots:
    void whatIsWrittenReadsBackAsTheSameLayers_data() { networks(); }
    void whatIsWrittenReadsBackAsTheSameLayers()
    {
        QFETCH(network::Network, network);
        const auto plan = compile(network, signatureWith(m_data));
        const auto read = exchange::importOnnx(exported(network, *plan));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        auto again = read->network;
        QCOMPARE(again.nodes.size() + 1, network.nodes.size()); // the loss is not part of the file
        for (std::size_t i = 0; i < again.nodes.size(); ++i) {
            QCOMPARE(again.nodes[i].layer, network.nodes[i].layer);
            if (i > 0)
                QVERIFY(again.nodes[i].parameters == network.nodes[i].parameters);
        }
        append(again, "mean_squared_error", { { "target", std::string("y") } });
        const auto other = compile(again, signatureWith(read->data));
        const auto written = other->writeParameters(read->parameters);
        QVERIFY2(written, written ? "" : written.error().text().c_str());
        QVERIFY(outputOf(*other) == outputOf(*plan));
    }

    void onnxCheckerAcceptsTheFile_data() { networks(); }
    void onnxCheckerAcceptsTheFile()
    {
        QFETCH(network::Network, network);
        const QString python = "/usr/bin/python3";
        if (!QFileInfo::exists(python) || QProcess::execute(python, { "-c", "import onnx" }) != 0)
            QSKIP("needs python3-onnx; install it to run ONNX's own checker");
        const auto plan = compile(network, signatureWith(m_data));
        QProcess checker;
        checker.start(python,
                      { NETWRIGHT_SOURCE_DIR "/tests/peer/onnx_check.py",
                        QString::fromStdString(exported(network, *plan).string()) });
        QVERIFY(checker.waitForFinished(60000));
        QVERIFY2(checker.exitCode() == 0, checker.readAllStandardError());
    }
};

QTEST_GUILESS_MAIN(OnnxSequenceTest)
#include "onnx_sequence_test.moc"
