// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/layer_table.hpp"
#include "tests/core/layers/wrapped_layer.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::layers;
using namespace netwright::layers::testing;

namespace {
constexpr std::int64_t kUnits = 2;

const LayerKind& kind() { return *findLayer("lstm"); }

WrappedLayer wrapped()
{
    return WrappedLayer::create({ .kind = &kind(),
                                  .name = "lstm",
                                  .inputs = { { 3, 2 } },
                                  .settings = { { "units", kUnits } } },
                                2)
        .value();
}

OnnxPart written()
{
    const auto layer = wrapped();
    const auto parameters = layer.layerCase().parameters();
    return kind()
        .toOnnx({ .parameters = parameters,
                  .prefix = "layer",
                  .inputShapes = { { 3, 2 } },
                  .outputShapes = { { kUnits } },
                  .inputs = { "x" },
                  .outputs = { "y" },
                  .weights = layer.weights() })
        .value();
}

std::optional<Result<OnnxRead>> readBack(const OnnxPart& part)
{
    auto named = part.constants;
    for (const auto& [name, integers] : part.integers)
        named.emplace(name,
                      tensor::Tensor { { std::ssize(integers) }, { integers.begin(), integers.end() } });
    return kind().fromOnnx({ .node = part.nodes[0],
                             .constants = {},
                             .inputShapes = { { 3, 2 } },
                             .following = std::span(part.nodes).subspan(1),
                             .named = &named });
}
} // namespace

/// What the sweep over all layers does not ask of the LSTM.
class LstmTest : public QObject {
    Q_OBJECT

private slots:
    void forgetGateStartsOpen()
    {
        const auto layer = wrapped();
        const auto plan = engine::Plan::compile(layer.network(), layer.data(),
                                                { .mode = Mode::Training, .batch = 2, .threads = 1 });
        QVERIFY(plan.has_value());
        for (const auto& [node, name, tensor] : (*plan)->readParameters()) {
            if (node == WrappedLayer::kNode && name == "bias")
                QCOMPARE(tensor.values, (std::vector<float> { 0, 0, 1, 1, 0, 0, 0, 0 }));
        }
    }

    /// ONNX and PyTorch have a second one, which the state's product brings along.
    void bothBiasesOfAFileAreAddedUp()
    {
        auto part = written();
        auto& biases = part.constants.at("layer.bias").values;
        QCOMPARE(biases.size(), std::size_t { 16 });
        for (std::size_t i = 8; i < 16; ++i)
            biases[i] = static_cast<float>(i);
        const auto read = readBack(part);
        QVERIFY(read && read->has_value());
        const auto& bias = (*read)->weights.at("bias").values;
        const auto own = wrapped().weights().at("bias").values;
        const std::vector<float> added { 8, 9, 12, 13, 14, 15, 10, 11 }; // i, o, f, g in the file
        for (std::size_t i = 0; i < own.size(); ++i)
            QCOMPARE(bias[i], own[i] + added[i]);
    }

    void whatWeCannotComputeIsExplained_data()
    {
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("backwards") << "direction"
                                   << "reverse"
                                   << "only the direction forward";
        QTest::newRow("activations") << "activations"
                                     << "Relu"
                                     << "only the usual sigmoid and tanh";
    }
    void whatWeCannotComputeIsExplained()
    {
        QFETCH(QString, attribute);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        auto part = written();
        part.nodes[1].attributes[attribute.toStdString()] = value.toStdString();
        const auto read = readBack(part);
        QVERIFY(read && !read->has_value());
        QVERIFY2(read->error().message.find(expected.toStdString()) != std::string::npos,
                 read->error().message.c_str());
    }

    void initialStatesAreNotRead()
    {
        auto part = written();
        part.nodes[1].inputs.insert(part.nodes[1].inputs.end(), { "", "h0", "c0" });
        const auto read = readBack(part);
        QVERIFY(read && !read->has_value());
        QVERIFY(read->error().message.find("initial states") != std::string::npos);
    }

    void aLoneOperatorIsExplained()
    {
        const OnnxNode node { .type = "LSTM", .inputs = { "x" }, .outputs = { "y" } };
        const auto read = kind().fromOnnx({ .node = node, .constants = {}, .inputShapes = { { 3, 2 } } });
        QVERIFY(read && !read->has_value());
        QVERIFY(read->error().message.find("Transpose") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(LstmTest)
#include "lstm_test.moc"
