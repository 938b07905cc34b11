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
constexpr std::int64_t kSize = 1000; // not a multiple of what one round of draws decides on
constexpr std::int64_t kBatch = 50;

/// input -> dropout -> mean squared error: what the loss compares is what the dropout left.
std::unique_ptr<engine::Plan> compile(double rate, Mode mode = Mode::Training)
{
    auto plan = Chain({ kSize }, { { "dropout", { { "rate", rate } } } }, kSize).compile(kBatch, mode);
    for (const auto& slot : plan->inputs())
        std::ranges::fill(slot.numbers, 1.F);
    return plan;
}

std::vector<float> outputOf(engine::Plan& plan, std::uint64_t step)
{
    plan.run(kBatch, step);
    return { plan.outputs()[0].values.begin(), plan.outputs()[0].values.end() };
}
} // namespace

class DropoutTest : public QObject {
    Q_OBJECT

private slots:
    void theRateIsTheShareThatIsDropped_data()
    {
        QTest::addColumn<double>("rate");
        for (const double rate : { 0.0, 0.1, 0.5, 0.99 })
            QTest::addRow("%g", rate) << rate;
    }

    void theRateIsTheShareThatIsDropped()
    {
        QFETCH(double, rate);
        const auto plan = compile(rate);
        const auto output = outputOf(*plan, 0);
        const auto kept = static_cast<float>(1 / (1 - rate));
        for (const auto value : output)
            QVERIFY(value == 0 || std::abs(value - kept) < 1e-4F * kept);
        const auto share
            = static_cast<double>(std::ranges::count(output, 0.F)) / static_cast<double>(output.size());
        QVERIFY2(std::abs(share - rate) < 0.01, qPrintable(QString::number(share)));
    }

    void aStepCanBeDrawnAgain()
    {
        const auto plan = compile(0.5);
        const auto first = outputOf(*plan, 7);
        const auto other = outputOf(*plan, 8);
        QVERIFY(first != other);
        QVERIFY(outputOf(*plan, 7) == first);
        QVERIFY(outputOf(*compile(0.5), 7) == first);
    }

    void stepsDropIndependently()
    {
        const auto plan = compile(0.5);
        const auto first = outputOf(*plan, 1);
        const auto second = outputOf(*plan, 2);
        std::int64_t both = 0;
        for (std::size_t i = 0; i < first.size(); ++i)
            both += first[i] == 0 && second[i] == 0 ? 1 : 0;
        const auto share = static_cast<double>(both) / static_cast<double>(first.size());
        QVERIFY2(std::abs(share - 0.25) < 0.01, qPrintable(QString::number(share)));
    }

    /// Each group of 64 values looks at 16 blocks of Random: all first words, then all second words, and so
    /// on.
    void theDrawsAreThoseOfRandom()
    {
        constexpr std::uint64_t kSeed = 1; // of PlanOptions
        constexpr std::uint64_t kPosition = 1; // the dropout comes after the input
        constexpr std::uint64_t kGroups = (kSize * kBatch + 63) / 64;
        constexpr std::uint64_t kStep = 3;
        const Random random(kSeed, streams::kDropout + kPosition);
        const auto output = outputOf(*compile(0.5), kStep);
        for (std::size_t i = 0; i < output.size(); ++i) {
            const auto words = random.block((kStep * kGroups + i / 64) * 16 + i % 16);
            QCOMPARE(output[i] == 0, words[i % 64 / 16] < 0x80000000U);
        }
    }

    void nothingIsDroppedOutsideTraining_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("evaluation") << static_cast<int>(Mode::Evaluation);
        QTest::newRow("inference") << static_cast<int>(Mode::Inference);
    }

    void nothingIsDroppedOutsideTraining()
    {
        QFETCH(int, mode);
        const auto output = outputOf(*compile(0.5, static_cast<Mode>(mode)), 0);
        QVERIFY(std::ranges::all_of(output, [](float value) { return value == 1; }));
    }
};

QTEST_GUILESS_MAIN(DropoutTest)
#include "dropout_test.moc"
