// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/layers/chain.hpp"

#include <QTest>
#include <omp.h>

#include <algorithm>
#include <cmath>

using namespace netwright;
using namespace netwright::layers;
using namespace netwright::layers::testing;

namespace {
const std::vector<float>& valuesOf(const std::vector<tensor::NamedTensor>& parameters, std::string_view name)
{
    return std::ranges::find(parameters, name, &tensor::NamedTensor::name)->tensor.values;
}

Chain chainWith(double momentum)
{
    return Chain({ 2, 3, 4 },
                 { { "batch_norm", { { "momentum", momentum } } },
                   { "flatten" },
                   { "dense", { { "units", std::int64_t { 1 } } } } },
                 1);
}

struct Moments {
    double mean = 0;
    double variance = 0; ///< unbiased
};

/// Of one channel of a batch of (2, 3, 4) images.
Moments momentsOf(std::span<const float> batch, std::size_t channel)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (i / 12 % 2 == channel)
            values.push_back(batch[i]);
    }
    Moments moments;
    for (const auto value : values)
        moments.mean += value / static_cast<double>(values.size());
    for (const auto value : values)
        moments.variance += std::pow(value - moments.mean, 2) / static_cast<double>(values.size() - 1);
    return moments;
}
} // namespace

class BatchNormTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { omp_set_num_threads(1); }

    void trainingMovesTheRunningStatistics_data()
    {
        QTest::addColumn<double>("momentum");
        QTest::newRow("default") << 0.9;
        QTest::newRow("the last batch alone") << 0.0;
        QTest::newRow("never") << 1.0;
    }

    void trainingMovesTheRunningStatistics()
    {
        QFETCH(double, momentum);
        const auto plan = chainWith(momentum).compile(5);
        const auto& slot = *std::ranges::find(plan->inputs(), "x", &engine::InputSlot::column);
        for (int step = 1; step <= 3; ++step) {
            plan->run(5, static_cast<std::uint64_t>(step));
            const auto parameters = plan->readParameters();
            const double stays = std::pow(momentum, step); // of the initial mean 0 and variance 1
            for (std::size_t channel = 0; channel < 2; ++channel) {
                const auto [mean, variance] = momentsOf(slot.numbers, channel);
                QVERIFY(std::abs(valuesOf(parameters, "running_mean")[channel] - (1 - stays) * mean) < 1e-6);
                QVERIFY(std::abs(valuesOf(parameters, "running_variance")[channel]
                                 - (stays + (1 - stays) * variance))
                        < 1e-6);
            }
        }
    }

    void evaluationLeavesTheRunningStatisticsAlone()
    {
        const auto plan = chainWith(0.5).compile(5, Mode::Evaluation);
        const auto before = plan->readParameters();
        plan->run(5, 0);
        QVERIFY(plan->readParameters() == before);
    }

    void statisticsAreNoWeights()
    {
        const auto plan = chainWith(0.5).compile(5);
        QCOMPARE(plan->parameterCount(), 2 + 2 + 24 + 1);
        QCOMPARE(plan->toPlain(plan->gradients()).size(), 4UL);
        QCOMPARE(plan->readParameters().size(), 6UL);
    }

    void aConstantChannelStaysFinite()
    {
        const auto plan = chainWith(0.9).compile(5);
        for (const auto& slot : plan->inputs())
            std::ranges::fill(slot.numbers, 3.F);
        QVERIFY(std::isfinite(plan->run(5, 0)));
        QVERIFY(std::ranges::all_of(plan->gradients(), [](float value) { return std::isfinite(value); }));
    }

    void oneValuePerChannelStaysFinite()
    {
        const Chain chain({ 4 }, { { "batch_norm" }, { "dense", { { "units", std::int64_t { 1 } } } } }, 1);
        const auto plan = chain.compile(1);
        QVERIFY(std::isfinite(plan->run(1, 0)));
        for (const auto& parameter : plan->readParameters())
            QVERIFY(std::ranges::all_of(parameter.tensor.values,
                                        [](float value) { return std::isfinite(value); }));
    }
};

QTEST_GUILESS_MAIN(BatchNormTest)
#include "batch_norm_test.moc"
