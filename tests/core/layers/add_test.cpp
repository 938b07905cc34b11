// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"
#include "core/engine/plan.hpp"

#include <QTest>
#include <omp.h>

#include <cmath>
#include <memory>

using namespace netwright;
using network::NodeId;

namespace {
constexpr std::int64_t kBatch = 5;

const tensor::Signature kData { { { "x", tensor::ColumnType::Image, { 3, 6, 4 } },
                                  { "y", tensor::ColumnType::Vector, { 2 } } } };

/// A network whose last layer ends in a mean squared error.
class Sketch {
public:
    Sketch()
    {
        m_network.name = "sum";
        m_network.dataset = "memory";
        m_last = m_network.add("input", {});
        m_network.find(m_last)->parameters.set("column", std::string("x"));
    }

    NodeId append(const char* layer, std::vector<std::pair<std::string, Value>> settings = {})
    {
        const auto id = m_network.add(layer, {});
        for (auto& [key, value] : settings)
            m_network.find(id)->parameters.set(key, std::move(value));
        m_network.connect({ { m_last }, { id } });
        return m_last = id;
    }

    NodeId appendConv()
    {
        return append("conv2d", { { "filters", std::int64_t { 17 } }, { "padding", std::string("same") } });
    }

    /// The last layer plus this one.
    void appendSum(NodeId other)
    {
        append("add");
        m_network.connect({ { other }, { m_last, 1 } });
    }

    void end(double weight = 1)
    {
        append("mean_squared_error", { { "target", std::string("y") }, { "weight", weight } });
    }

    [[nodiscard]] std::unique_ptr<engine::Plan> compile(bool fuse, float target = 1) const
    {
        auto plan = engine::Plan::compile(m_network, kData, { .batch = kBatch, .threads = 1, .fuse = fuse });
        if (!plan)
            qFatal("%s", plan.error().text().c_str());
        for (const auto& slot : (*plan)->inputs()) {
            const Random random(1, slot.column == "x" ? 1 : 2);
            for (std::size_t i = 0; i < slot.numbers.size(); ++i)
                slot.numbers[i] = (2 * random.uniform(i) - 1) * (slot.column == "x" ? 1 : target);
        }
        return *std::move(plan);
    }

private:
    network::Network m_network;
    NodeId m_last;
};

/// Two convolutions with a connection around the second, and a ReLU behind the sum.
Sketch residualBlock()
{
    Sketch sketch;
    sketch.appendConv();
    const auto before = sketch.append("relu");
    sketch.appendConv();
    sketch.append("batch_norm");
    sketch.appendSum(before);
    sketch.append("relu");
    sketch.append("flatten");
    sketch.append("dense", { { "units", std::int64_t { 2 } } });
    sketch.end();
    return sketch;
}

double distance(std::span<const float> a, std::span<const float> b, float factor)
{
    double difference = 0;
    double norm = 1e-30;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto expected = double { b[i] } * double { factor };
        difference += std::pow(double { a[i] } - expected, 2);
        norm += std::pow(expected, 2);
    }
    return std::sqrt(difference / norm);
}
} // namespace

class AddTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { omp_set_num_threads(1); }

    void aResidualBlockComputesFusedWhatItComputesApart()
    {
        const auto sketch = residualBlock();
        const auto fused = sketch.compile(true);
        const auto apart = sketch.compile(false);
        QVERIFY(apart->writeParameters(fused->readParameters()).has_value());
        const auto loss = fused->run(kBatch, 0);
        QVERIFY(fused->profile(1).size() < apart->profile(1).size());
        QVERIFY(std::abs(apart->run(kBatch, 0) / loss - 1) < 1e-5);
        const auto gradients = fused->toPlain(fused->gradients());
        const auto expected = apart->toPlain(apart->gradients());
        QCOMPARE(gradients.size(), expected.size());
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            if (gradients[i].node == "conv2d_2" && gradients[i].name == "bias")
                continue; // before a normalisation it has no effect: what is left is rounding
            const auto error = distance(gradients[i].tensor.values, expected[i].tensor.values, 1);
            QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
        }
    }

    /// mean (2 x - 2 y)^2 = 4 mean (x - y)^2
    void aValueCanBeAddedToItself()
    {
        Sketch twice;
        Sketch once;
        for (auto* sketch : { &twice, &once }) {
            sketch->append("flatten");
            const auto dense = sketch->append("dense", { { "units", std::int64_t { 2 } } });
            if (sketch == &twice)
                sketch->appendSum(dense);
            sketch->end();
        }
        const auto doubled = twice.compile(true, 2);
        const auto plain = once.compile(true, 1);
        QVERIFY(plain->writeParameters(doubled->readParameters()).has_value());
        QVERIFY(std::abs(doubled->run(kBatch, 0) / plain->run(kBatch, 0) - 4) < 1e-5);
        QVERIFY(distance(doubled->gradients(), plain->gradients(), 4) < 1e-5);
    }
};

QTEST_GUILESS_MAIN(AddTest)
#include "add_test.moc"
