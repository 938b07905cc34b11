// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"
#include "core/engine/plan.hpp"

#include <QTest>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace netwright;
using namespace netwright::layers;

namespace {
constexpr std::int64_t kBatch = 6;

const tensor::Signature kData { { { "x", tensor::ColumnType::Vector, { 3 } },
                                  { "answer", tensor::ColumnType::Category, {}, { "no", "yes" } },
                                  { "number", tensor::ColumnType::Number, {} } } };

/// x -> dense, one unit -> sigmoid cross-entropy with every second answer a yes.
std::unique_ptr<engine::Plan> compile(const char* target, float scale = 1, Mode mode = Mode::Training)
{
    network::Network network { .name = "yes or no", .dataset = "memory", .nodes = {}, .links = {} };
    const auto input = network.add("input", {});
    const auto dense = network.add("dense", {});
    const auto loss = network.add("sigmoid_cross_entropy", {});
    network.find(input)->parameters.set("column", std::string("x"));
    network.find(dense)->parameters.set("units", std::int64_t { 1 });
    network.find(loss)->parameters.set("target", std::string(target));
    network.connect({ { input }, { dense } });
    network.connect({ { dense }, { loss } });
    auto plan = engine::Plan::compile(network, kData, { .mode = mode, .batch = kBatch, .threads = 1 });
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    const Random random(1, 1);
    for (const auto& slot : (*plan)->inputs()) {
        for (std::size_t i = 0; i < slot.numbers.size(); ++i)
            slot.numbers[i]
                = slot.column == "x" ? scale * (2 * random.uniform(i) - 1) : static_cast<float>(i % 2);
        for (std::size_t i = 0; i < slot.categories.size(); ++i)
            slot.categories[i] = static_cast<std::int32_t>(i % 2);
    }
    return *std::move(plan);
}
} // namespace

class SigmoidCrossEntropyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { omp_set_num_threads(1); }

    void aCategoryCountsAsZeroAndOne()
    {
        const auto category = compile("answer");
        const auto number = compile("number");
        QCOMPARE(category->run(kBatch - 1, 0), number->run(kBatch - 1, 0));
        QVERIFY(std::ranges::equal(category->gradients(), number->gradients()));
    }

    void evaluationHasTheLossOfTraining()
    {
        const auto loss = compile("answer")->run(kBatch - 1, 0);
        QCOMPARE(compile("answer", 1, Mode::Evaluation)->run(kBatch - 1, 0), loss);
        QVERIFY(loss > 0);
    }

    /// Far from zero the loss is the score itself where the answer is wrong, and nothing where it is right.
    void largeScoresNeitherOverflowNorVanish()
    {
        const auto plan = compile("answer", 1e4F);
        const auto loss = plan->run(kBatch, 0);
        const auto scores = plan->outputs()[0].values;
        double expected = 0;
        for (std::size_t i = 0; i < scores.size(); ++i)
            expected += std::max(0.0, i % 2 == 1 ? -double { scores[i] } : double { scores[i] }) / kBatch;
        QVERIFY2(expected > 100, qPrintable(QString::number(expected)));
        QVERIFY2(std::abs(loss / expected - 1) < 1e-5, qPrintable(QString::number(loss / expected)));
        QVERIFY(std::ranges::all_of(plan->gradients(), [](float slope) { return std::isfinite(slope); }));
    }
};

QTEST_GUILESS_MAIN(SigmoidCrossEntropyTest)
#include "sigmoid_cross_entropy_test.moc"
