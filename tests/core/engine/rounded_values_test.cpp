// SPDX-License-Identifier: GPL-3.0-or-later
#include "../network/block_sample.hpp"
#include "core/tensor/freedom.hpp"
#include "networks.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace netwright;
using namespace netwright::network;
using namespace netwright::tests;
using engine::Plan;

namespace {
constexpr std::int64_t kBatch = 8;
constexpr int kClasses = 4;
/// Of gradients through four products of factors with three digits each, and through masks that some of the
/// numbers near zero pass on the other side; a wrong factor anywhere is far beyond it.
constexpr double kRounding = 0.1;

std::unique_ptr<Plan> compiled(const Network& network, bool allowsBFloat16, int threads = 1)
{
    return filledPlan(network, signature({ 3, 12, 12 }, kClasses),
                      { .batch = kBatch, .threads = threads, .slices = 2, .allowsBFloat16 = allowsBFloat16 },
                      kClasses);
}

Layer subsample()
{
    return { "subsample",
             { { "stride_height", std::int64_t { 2 } }, { "stride_width", std::int64_t { 2 } } } };
}

/// All convolutions but the last hand their images on to layers that take them rounded.
Network row()
{
    return chain({ { "input" },
                   conv(16, "same"),
                   { "relu" },
                   conv(16, "same"),
                   { "batch_norm" },
                   { "relu" },
                   { "max_pool2d" },
                   conv(20, "same"),
                   { "batch_norm" },
                   { "average_pool2d" },
                   conv(16, "same"),
                   { "flatten" },
                   dense(kClasses),
                   { "softmax_cross_entropy" } });
}

/// A normalised image goes to a layer that wants it in fp32.
Network takenByOthers()
{
    return chain({ { "input" },
                   conv(16, "same"),
                   { "batch_norm" },
                   { "leaky_relu" },
                   conv(24, "same"),
                   { "batch_norm" },
                   { "global_average_pool" },
                   dense(kClasses),
                   { "softmax_cross_entropy" } });
}

/// Two residual units, the second of which halves the image: its shortcut is cut and padded.
Network residual()
{
    Network network { .name = "test", .dataset = "data", .nodes = {}, .links = {} };
    SampleBuilder builder { network };
    const auto put = [&](const Layer& layer, const std::string& name, NodeId before) {
        const auto id = builder.add(layer.kind, name, before);
        for (const auto& [parameter, value] : layer.parameters)
            builder.set(id, parameter, value);
        return id;
    };
    const auto unit = [&](const std::string& name, NodeId in, std::int64_t filters, NodeId shortcut) {
        auto at = put(conv(filters, "same"), name + " conv", in);
        if (shortcut != in)
            builder.set(at, "stride_height", std::int64_t { 2 }),
                builder.set(at, "stride_width", std::int64_t { 2 });
        at = put({ "batch_norm" }, name + " norm", at);
        const auto sum = put({ "add" }, name + " sum", at);
        network.connect({ .from = { shortcut, 0 }, .to = { sum, 1 } });
        return put({ "relu" }, name + " act", sum);
    };
    auto at = put({ "batch_norm" }, "norm", put(conv(16, "same"), "first", builder.add("input", "image")));
    at = unit("one", at, 16, at);
    const auto shortcut = put({ "pad_channels", { { "channels", std::int64_t { 32 } } } }, "pad",
                              put(subsample(), "half", at));
    at = unit("two", at, 32, shortcut);
    at = put(dense(kClasses), "head", builder.add("flatten", "flat", at));
    builder.add("softmax_cross_entropy", "loss", at);
    return network;
}

double distance(const std::vector<tensor::NamedTensor>& gradients,
                const std::vector<tensor::NamedTensor>& expected)
{
    double apart = 0;
    double all = 0;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        for (std::size_t k = 0; k < gradients[i].tensor.values.size(); ++k) {
            const auto value = static_cast<double>(expected[i].tensor.values[k]);
            apart += std::pow(static_cast<double>(gradients[i].tensor.values[k]) - value, 2);
            all += value * value;
        }
    }
    return std::sqrt(apart / all);
}
} // namespace

class RoundedValuesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!tensor::hasBFloat16())
            QSKIP("this processor has no bfloat16");
    }

    void theyStayNearThoseOfFloat32_data()
    {
        QTest::addColumn<Network>("network");
        QTest::addColumn<int>("rows");
        QTest::newRow("in a row") << row() << 8;
        QTest::newRow("in a row, a short batch") << row() << 3;
        QTest::newRow("taken by other layers") << takenByOthers() << 8;
        QTest::newRow("residual") << residual() << 8;
        QTest::newRow("residual, a short batch") << residual() << 5;
    }

    void theyStayNearThoseOfFloat32()
    {
        QFETCH(Network, network);
        QFETCH(int, rows);
        const auto half = compiled(network, true);
        const auto full = compiled(network, false);
        const double loss = half->run(rows, 0);
        const double expected = full->run(rows, 0);
        QVERIFY2(std::abs(loss - expected) < 2e-2 * expected,
                 qPrintable(QString("%1 and %2").arg(loss).arg(expected)));
        const double apart = distance(half->toPlain(half->gradients()), full->toPlain(full->gradients()));
        QVERIFY2(apart > 1e-4 && apart < kRounding, qPrintable(QString::number(apart)));
    }

    void whatIsNotFiniteIsFound()
    {
        const auto plan = compiled(residual(), true);
        plan->run(kBatch, 0);
        QVERIFY(!plan->findNonFinite());
        plan->inputs()[0].numbers[3] = std::numeric_limits<float>::infinity();
        plan->run(kBatch, 0);
        const auto found = plan->findNonFinite().value_or("nothing");
        QVERIFY2(found.find("\"first\"") != std::string::npos, found.c_str());
    }

    void threadsChangeNoBit()
    {
        const auto one = compiled(residual(), true, 1);
        const auto two = compiled(residual(), true, 2);
        QCOMPARE(one->run(kBatch, 0), two->run(kBatch, 0));
        QVERIFY(one->toPlain(one->gradients()) == two->toPlain(two->gradients()));
    }

    void whoTakesThemNeedsNoConversion()
    {
        const auto plan = compiled(residual(), true);
        int count = 0;
        for (const auto& step : plan->profile(1)) {
            const bool isBetween = step.node.starts_with("one") || step.node == "half" || step.node == "pad";
            count += isBetween ? 1 : 0;
            QVERIFY2(!isBetween || step.operation.find("reorder") == std::string::npos,
                     qPrintable(QString::fromStdString(step.node + ": " + step.operation)));
            QVERIFY2(!isBetween || step.operation.find("conversion") == std::string::npos,
                     qPrintable(QString::fromStdString(step.node + ": " + step.operation)));
        }
        QVERIFY(count >= 12); // forward and back
    }
};

QTEST_GUILESS_MAIN(RoundedValuesTest)
#include "rounded_values_test.moc"
