// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/layers/chain.hpp"

#include <QTest>
#include <omp.h>

#include <cmath>

using namespace netwright;
using namespace netwright::layers;
using namespace netwright::layers::testing;

Q_DECLARE_METATYPE(std::vector<Step>)

namespace {
using Integer = std::int64_t;
constexpr std::int64_t kOutputs = 3;

Step conv(Integer filters)
{
    return { "conv2d", { { "filters", filters }, { "padding", std::string("same") } } };
}
Step convTranspose(Integer filters, bool bias)
{
    return { "conv_transpose2d", { { "filters", filters }, { "bias", bias } } };
}
Step dense(Integer units) { return { "dense", { { "units", units } } }; }

/// A dropout that drops nothing passes values on, and keeps its neighbours from being fused.
std::vector<Step> keptApart(const std::vector<Step>& steps)
{
    std::vector<Step> result;
    for (const auto& step : steps) {
        result.push_back(step);
        result.push_back({ "dropout", { { "rate", 0.0 } } });
    }
    return result;
}

double distance(const std::vector<float>& a, const std::vector<float>& b)
{
    double difference = 0;
    double norm = 1e-30;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(double { a[i] } - b[i], 2);
        norm += std::pow(b[i], 2);
    }
    return std::sqrt(difference / norm);
}
} // namespace

/// Layers that the engine runs in one pass compute what they compute one by one.
class FusionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { omp_set_num_threads(1); }

    void fusedLayersComputeWhatTheyComputeApart_data()
    {
        QTest::addColumn<std::vector<Step>>("steps");
        const Step relu { "relu" };
        const Step flatten { "flatten" };
        const Step norm { "batch_norm" };
        const Step pool { "max_pool2d" };
        const Step overlapping { "max_pool2d",
                                 { { "pool_height", Integer { 3 } },
                                   { "stride_height", Integer { 1 } },
                                   { "stride_width", Integer { 1 } },
                                   { "padding", std::string("same") } } };
        const auto row
            = [](const char* name, std::vector<Step> steps) { QTest::newRow(name) << std::move(steps); };
        row("dense, relu", { flatten, dense(20), relu, dense(17), relu, dense(kOutputs) });
        row("conv2d, relu", { conv(17), relu, conv(5), relu, flatten, dense(kOutputs) });
        row("conv2d, relu, pool",
            { conv(17), relu, pool, conv(16), relu, overlapping, flatten, dense(kOutputs) });
        row("conv2d, norm, relu, pool", { conv(17), norm, relu, pool, flatten, dense(kOutputs) });
        row("dense, norm, relu", { flatten, dense(20), norm, relu, dense(kOutputs) });
        row("conv_transpose2d, relu",
            { convTranspose(17, true), relu, convTranspose(1, true), relu, flatten, dense(kOutputs) });
        row("conv_transpose2d without bias, relu",
            { convTranspose(4, false), relu, pool, flatten, dense(kOutputs) });
        row("norm first", { norm, relu, flatten, dense(kOutputs) });
    }

    void fusedLayersComputeWhatTheyComputeApart()
    {
        QFETCH(std::vector<Step>, steps);
        const tensor::Shape image { 3, 8, 6 };
        const auto fused = Chain(image, steps, kOutputs).compile(5);
        const auto apart = Chain(image, keptApart(steps), kOutputs).compile(5);
        QVERIFY(apart->writeParameters(fused->readParameters()).has_value());
        const auto loss = fused->run(4, 0);
        QVERIFY(std::abs(loss - apart->run(4, 0)) < 1e-5 * loss);

        const auto gradients = fused->toPlain(fused->gradients());
        const auto expected = apart->toPlain(apart->gradients());
        QCOMPARE(gradients.size(), expected.size());
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            // A bias before a normalisation has no effect: what is left is rounding.
            if (std::ranges::all_of(expected[i].tensor.values,
                                    [](float value) { return std::abs(value) < 1e-6; }))
                continue;
            const auto error = distance(gradients[i].tensor.values, expected[i].tensor.values);
            QVERIFY2(error < 1e-4,
                     qPrintable(QString("%1 %2: %3")
                                    .arg(QString::fromStdString(gradients[i].node),
                                         QString::fromStdString(gradients[i].name))
                                    .arg(error)));
        }
    }

    void fusedLayersInferWhatTheyInferApart_data() { fusedLayersComputeWhatTheyComputeApart_data(); }
    void fusedLayersInferWhatTheyInferApart()
    {
        QFETCH(std::vector<Step>, steps);
        const tensor::Shape image { 3, 8, 6 };
        const auto trained = Chain(image, steps, kOutputs).compile(5);
        trained->run(5, 0); // gives the normalisations statistics of their own
        const auto fused = Chain(image, steps, kOutputs).compile(4, Mode::Inference);
        const auto apart = Chain(image, keptApart(steps), kOutputs).compile(4, Mode::Inference);
        QVERIFY(fused->writeParameters(trained->readParameters()).has_value());
        QVERIFY(apart->writeParameters(trained->readParameters()).has_value());
        fused->run(4, 0);
        apart->run(4, 0);
        const auto& values = fused->outputs()[0].values;
        const auto& expected = apart->outputs()[0].values;
        QCOMPARE(values.size(), std::size_t { 4 * kOutputs });
        QVERIFY(distance({ values.begin(), values.end() }, { expected.begin(), expected.end() }) < 1e-5);
    }
};

QTEST_GUILESS_MAIN(FusionTest)
#include "fusion_test.moc"
