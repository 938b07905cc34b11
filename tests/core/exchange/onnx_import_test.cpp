// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/exchange/onnx_export.hpp"
#include "core/exchange/onnx_import.hpp"
#include "core/exchange/onnx_proto.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "tests/core/exchange/trained_sample.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace netwright;

class OnnxImportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aWrittenFileReadsBackAsTheSameFunction_data();
    void aWrittenFileReadsBackAsTheSameFunction();
    void identityPassesThrough();
    void constantsMayBeOperators();
    void aForeignFileIsRefused_data();
    void aForeignFileIsRefused();
    void aFileCutAnywhereIsRefused();
    void aDamagedGraphIsNamed_data();
    void aDamagedGraphIsNamed();

private:
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    /// The exported mlp after an edit of its protobuf.
    Result<exchange::OnnxModel> importEdited(const std::function<void(onnx::GraphProto&)>& edit);

    QTemporaryDir m_folder;
    std::map<std::string, TrainedSample> m_samples;
    std::string m_mlp; ///< bytes of the exported mlp
};

using Edit = std::function<void(onnx::GraphProto&)>;
Q_DECLARE_METATYPE(Edit)

void OnnxImportTest::initTestCase()
{
    for (const auto* name : { "mlp", "cnn", "cnn-bn" }) {
        const auto& sample
            = m_samples.emplace(name, trainSample("fashion-mnist.netwright", name, 500)).first->second;
        const auto done = exchange::exportOnnx(sample.network, sample.dataset->signature(), sample.parameters,
                                               path(name));
        QVERIFY2(done, done ? "" : done.error().text().c_str());
    }
    m_mlp = readFile(path("mlp"), exchange::kLargestOnnxFile).value();
}

Result<exchange::OnnxModel> OnnxImportTest::importEdited(const Edit& edit)
{
    onnx::ModelProto model;
    model.ParseFromString(m_mlp);
    edit(*model.mutable_graph());
    if (!writeFile(path("edited.onnx"), model.SerializeAsString()))
        qFatal("cannot write a test file");
    return exchange::importOnnx(path("edited.onnx"));
}

namespace {
/// What the network puts out for the first test rows.
std::vector<float> outputs(const network::Network& network, const data::Dataset& dataset,
                           std::span<const tensor::NamedTensor> parameters)
{
    auto plan = engine::Plan::compile(network, dataset.signature(),
                                      { .mode = layers::Mode::Inference, .batch = 64 });
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    if (const auto written = (*plan)->writeParameters(parameters); !written)
        qFatal("%s", written.error().text().c_str());
    const auto slot = (*plan)->inputs().front();
    if (!dataset.readNumbers(0, dataset.rows(data::Part::Test).first(64), slot.numbers))
        qFatal("cannot read the data");
    (*plan)->run(64, 0);
    const auto values = (*plan)->outputs().front().values;
    return { values.begin(), values.end() };
}

/// The node that nothing reads.
network::NodeId lastOf(const network::Network& network)
{
    for (const auto& node : network.nodes)
        if (std::ranges::none_of(network.links, [&](const auto& link) { return link.from.node == node.id; }))
            return node.id;
    return {};
}

/// With the loss of `original` behind it, as a network needs one.
network::Network withLoss(network::Network network, const network::Network& original)
{
    const auto prediction = lastOf(network);
    for (const auto& node : original.nodes) {
        if (layers::findLayer(node.layer)->category != layers::Category::Loss)
            continue;
        const auto loss = network.add(node.layer, {});
        network.find(loss)->parameters = node.parameters;
        network.connect({ .from = { prediction, 0 }, .to = { loss, 0 } });
    }
    return network;
}
} // namespace

void OnnxImportTest::aWrittenFileReadsBackAsTheSameFunction_data()
{
    QTest::addColumn<QString>("network");
    for (const auto* name : { "mlp", "cnn", "cnn-bn" })
        QTest::newRow(name) << name;
}

void OnnxImportTest::aWrittenFileReadsBackAsTheSameFunction()
{
    const auto& sample = m_samples.at(QTest::currentDataTag());
    const auto read = exchange::importOnnx(path(QTest::currentDataTag()));
    QVERIFY2(read, read ? "" : read.error().text().c_str());
    QCOMPARE(read->data.columns.size(), 1U);
    QCOMPARE(read->data.columns[0].name, sample.dataset->signature().columns[0].name);
    QVERIFY(read->data.columns[0].shape == sample.dataset->signature().columns[0].shape);

    const auto before = outputs(sample.network, *sample.dataset, sample.parameters);
    const auto after = outputs(withLoss(read->network, sample.network), *sample.dataset, read->parameters);
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        QVERIFY2(std::abs(before[i] - after[i]) <= 1e-6F * (1 + std::abs(before[i])),
                 qPrintable(QString::number(i)));
}

void OnnxImportTest::identityPassesThrough()
{
    const auto plain = importEdited([](onnx::GraphProto&) {});
    const auto padded = importEdited([](onnx::GraphProto& graph) {
        auto& first = *graph.mutable_node(0);
        auto& identity = *graph.add_node();
        identity.set_op_type("Identity");
        identity.add_input(first.input(0));
        identity.add_output("passed");
        first.set_input(0, "passed");
        for (int i = graph.node_size() - 1; i > 0; --i)
            graph.mutable_node()->SwapElements(i, i - 1);
    });
    QVERIFY2(padded, padded ? "" : padded.error().text().c_str());
    QCOMPARE(padded->network.nodes.size(), plain->network.nodes.size());
}

void OnnxImportTest::constantsMayBeOperators()
{
    const auto read = importEdited([](onnx::GraphProto& graph) {
        const auto last = graph.initializer_size() - 1;
        auto& constant = *graph.add_node();
        constant.set_op_type("Constant");
        constant.add_output(graph.initializer(last).name());
        auto& value = *constant.add_attribute();
        value.set_name("value");
        value.set_type(onnx::AttributeProto::TENSOR);
        *value.mutable_t() = graph.initializer(last);
        graph.mutable_initializer()->RemoveLast();
        for (int i = graph.node_size() - 1; i > 0; --i)
            graph.mutable_node()->SwapElements(i, i - 1);
    });
    QVERIFY2(read, read ? "" : read.error().text().c_str());
    QCOMPARE(read->parameters.size(), m_samples.at("mlp").parameters.size());
}

void OnnxImportTest::aForeignFileIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("epoch,loss\n1,0.5\n");
    QTest::newRow("zeros") << QByteArray(1000, '\0');
    QTest::newRow("nested deeply") << QByteArray(100000, '\x3a');
}

void OnnxImportTest::aForeignFileIsRefused()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(writeFile(path("foreign.onnx"), { bytes.constData(), static_cast<std::size_t>(bytes.size()) }));
    const auto read = exchange::importOnnx(path("foreign.onnx"));
    QVERIFY(!read);
    QVERIFY2(read.error().text().find("not an ONNX file") != std::string::npos, read.error().text().c_str());
    QVERIFY(!exchange::importOnnx(path("no such file")));
}

void OnnxImportTest::aFileCutAnywhereIsRefused()
{
    for (std::size_t length = 0; length < m_mlp.size(); length += 1 + m_mlp.size() / 97) {
        QVERIFY(writeFile(path("cut.onnx"), std::string_view(m_mlp).substr(0, length)));
        QVERIFY2(!exchange::importOnnx(path("cut.onnx")), qPrintable(QString::number(length)));
    }
}

void OnnxImportTest::aDamagedGraphIsNamed_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("part");
    const auto add
        = [](const char* name, const Edit& edit, const char* part) { QTest::newRow(name) << edit << part; };
    add(
        "unknown operator", [](auto& graph) { graph.mutable_node(0)->set_op_type("Einsum"); }, "Einsum");
    add(
        "value from nowhere", [](auto& graph) { graph.mutable_node(0)->set_input(0, "lost"); }, "lost");
    add(
        "operator without output", [](auto& graph) { graph.mutable_node(0)->clear_output(); }, "no output");
    add(
        "constant too short",
        [](auto& graph) { graph.mutable_initializer(0)->mutable_raw_data()->resize(4); }, "numbers");
    add(
        "constant of impossible size",
        [](auto& graph) { graph.mutable_initializer(0)->set_dims(0, 1LL << 62); }, "sizes");
    add(
        "constant of negative size", [](auto& graph) { graph.mutable_initializer(0)->set_dims(0, -1); },
        "sizes");
    add(
        "constant of doubles",
        [](auto& graph) { graph.mutable_initializer(0)->set_data_type(onnx::TensorProto::DOUBLE); },
        "DOUBLE");
    add(
        "constant elsewhere",
        [](auto& graph) { graph.mutable_initializer(0)->set_data_location(onnx::TensorProto::EXTERNAL); },
        "another file");
    const auto sizes = [](onnx::GraphProto & graph) -> auto&
    {
        return *graph.mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
    };
    add(
        "input of open size", [=](auto& graph) { sizes(graph).mutable_dim(1)->set_dim_param("C"); }, "open");
    add(
        "input of absurd size", [=](auto& graph) { sizes(graph).mutable_dim(1)->set_dim_value(1LL << 60); },
        "too large");
    add(
        "input without sizes", [=](auto& graph) { sizes(graph).clear_dim(); }, "1 to 4 sizes");
}

void OnnxImportTest::aDamagedGraphIsNamed()
{
    QFETCH(Edit, edit);
    QFETCH(QString, part);
    const auto read = importEdited(edit);
    QVERIFY(!read);
    const auto text = QString::fromStdString(read.error().text());
    QVERIFY2(text.contains(part) && text.contains("edited.onnx"), qPrintable(text));
}

QTEST_GUILESS_MAIN(OnnxImportTest)
#include "onnx_import_test.moc"
