// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_export.hpp"
#include "core/exchange/onnx_import.hpp"
#include "tests/core/exchange/trained_sample.hpp"

#include <QTemporaryDir>

using namespace netwright;
using network::NodeId;

namespace {
using Settings = std::vector<std::pair<std::string, Value>>;

/// Appends layers to the first input of a network.
class Trunk {
public:
    explicit Trunk(network::Network& network)
        : m_network(network)
    {
    }

    NodeId append(NodeId before, const char* layer, const Settings& settings = {})
    {
        const auto id = m_network.add(layer, {});
        for (const auto& [key, value] : settings)
            m_network.find(id)->parameters.set(key, value);
        m_network.connect({ { before }, { id } });
        return id;
    }

    NodeId conv(NodeId before, std::int64_t filters, std::int64_t stride)
    {
        return append(before, "conv2d",
                      { { "filters", filters },
                        { "stride_height", stride },
                        { "stride_width", stride },
                        { "padding", std::string("same") } });
    }

private:
    network::Network& m_network;
};

/// A residual block with a shortcut of option A, then one branch for each pool and each shape.
network::Network everyShape(const network::Network& sample)
{
    network::Network network { .name = "shapes", .dataset = sample.dataset, .nodes = {}, .links = {} };
    Trunk trunk(network);
    const auto input = network.add("input", {});
    const auto first = trunk.append(trunk.conv(input, 16, 1), "leaky_relu", { { "slope", 0.2 } });
    const auto second = trunk.conv(first, 32, 2);
    const auto shortcut = trunk.append(trunk.append(first, "subsample"), "pad_channels");
    const auto sum = trunk.append(second, "add");
    network.connect({ { shortcut }, { sum, 1 } });
    const auto block = trunk.append(sum, "relu");
    trunk.append(trunk.append(block, "average_pool2d"), "tanh");
    const auto rows = trunk.append(block, "reshape", { { "shape", std::string("32 -1") } });
    trunk.append(trunk.append(rows, "sequence_mean"), "sigmoid");
    const auto scores = trunk.append(trunk.append(block, "global_average_pool"), "dense",
                                     { { "units", std::int64_t { 10 } } });
    trunk.append(scores, "softmax_cross_entropy");
    return network;
}

std::vector<tensor::NamedTensor> freshParameters(const network::Network& network,
                                                 const tensor::Signature& data)
{
    const auto plan = engine::Plan::compile(network, data, { .mode = layers::Mode::Inference, .batch = 1 });
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    return (*plan)->readParameters();
}
} // namespace

/// Layers whose operators no sample network has.
class OnnxLayersTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto sample = trainSample("fashion-mnist.netwright", "mlp", 200);
        m_dataset = sample.dataset;
        m_network = everyShape(sample.network);
        m_parameters = freshParameters(m_network, m_dataset->signature());
        m_file = m_folder.filePath("shapes.onnx").toStdString();
        const auto done = exchange::exportOnnx(m_network, m_dataset->signature(), m_parameters, m_file);
        QVERIFY2(done, done ? "" : done.error().text().c_str());
    }

    void openCvComputesTheSame()
    {
        const auto parity = exchange::checkOnnx(m_file, m_network, *m_dataset, m_parameters, 70);
        QVERIFY2(parity, parity ? "" : parity.error().text().c_str());
        QVERIFY2(parity->isSame, qPrintable(QString::number(parity->largestDifference)));
    }

    void theFileIsReadBackAsTheSameLayers()
    {
        const auto read = exchange::importOnnx(m_file);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        for (const auto& node : m_network.nodes) {
            if (node.layer == "input" || node.layer == "softmax_cross_entropy")
                continue;
            const auto* again = read->network.find(node.name);
            QVERIFY2(again, node.name.c_str());
            QCOMPARE(QString::fromStdString(again->layer), QString::fromStdString(node.layer));
            if (node.layer != "reshape" && node.layer != "conv2d") // which have two ways to say one thing
                QVERIFY2(again->parameters == node.parameters, node.name.c_str());
        }
    }

private:
    QTemporaryDir m_folder;
    std::string m_file;
    network::Network m_network;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::vector<tensor::NamedTensor> m_parameters;
};

QTEST_GUILESS_MAIN(OnnxLayersTest)
#include "onnx_layers_test.moc"
