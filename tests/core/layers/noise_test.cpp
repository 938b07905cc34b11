// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/plan.hpp"
#include "core/network/network.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace netwright;

namespace {
constexpr std::int64_t kBatch = 64;
constexpr std::int64_t kSize = 999; // the last block of random words is not used up

std::unique_ptr<engine::Plan> compile(std::uint64_t seed = 1, int threads = 1)
{
    network::Network network { .name = "noise", .dataset = {}, .nodes = {}, .links = {} };
    network.find(network.add("noise", {}))->parameters.set("size", kSize);
    auto plan = engine::Plan::compile(
        network, {},
        { .mode = layers::Mode::Inference, .batch = kBatch, .threads = threads, .slices = 2, .seed = seed });
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    return *std::move(plan);
}

std::vector<float> drawn(engine::Plan& plan, std::uint64_t step)
{
    plan.run(kBatch, step);
    return { plan.outputs()[0].values.begin(), plan.outputs()[0].values.end() };
}

/// The mean of x^power.
double moment(const std::vector<float>& values, int power)
{
    const auto add = [power](double sum, float value) { return sum + std::pow(value, power); };
    return std::accumulate(values.begin(), values.end(), 0.0, add) / static_cast<double>(values.size());
}
} // namespace

class NoiseTest : public QObject {
    Q_OBJECT

private slots:
    void theNumbersAreNormal()
    {
        const auto values = drawn(*compile(), 3);
        const auto far = std::ranges::count_if(values, [](float value) { return std::abs(value) > 1.96F; });
        const auto count = static_cast<double>(values.size());
        QVERIFY(std::abs(moment(values, 1)) < 0.02);
        QVERIFY(std::abs(moment(values, 2) - 1) < 0.03);
        QVERIFY(std::abs(moment(values, 3)) < 0.06);
        QVERIFY(std::abs(moment(values, 4) - 3) < 0.15);
        QVERIFY(std::abs(static_cast<double>(far) / count - 0.05) < 0.005);
    }

    void samplesStepsAndSeedsDifferAndCanBeDrawnAgain()
    {
        const auto plan = compile();
        const auto first = drawn(*plan, 0);
        QVERIFY(first != drawn(*plan, 1));
        QVERIFY(first != drawn(*compile(2), 0));
        QVERIFY(first == drawn(*compile(1, 2), 0));
        for (std::int64_t row = 1; row < kBatch; ++row) // those of other slices too
            QVERIFY(!std::equal(first.begin(), first.begin() + kSize, first.begin() + row * kSize));
    }
};

QTEST_GUILESS_MAIN(NoiseTest)
#include "noise_test.moc"
