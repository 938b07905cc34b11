// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/layers/chain.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace netwright;
using namespace netwright::layers;
using namespace netwright::layers::testing;

namespace {
using Integer = std::int64_t;

Step embedding(Integer vocabulary, Integer size)
{
    return { "embedding", { { "vocabulary", vocabulary }, { "size", size } } };
}

void feed(engine::Plan& plan, const std::vector<float>& ids)
{
    std::ranges::copy(ids,
                      std::ranges::find(plan.inputs(), "x", &engine::InputSlot::column)->numbers.begin());
}

std::vector<float> randomIds(std::size_t count, int vocabulary, std::uint64_t seed)
{
    const Random random(seed, 3);
    std::vector<float> ids;
    for (std::size_t i = 0; i < count; ++i)
        ids.push_back(std::floor(random.uniform(i) * static_cast<float>(vocabulary)));
    return ids;
}

std::vector<float> tableGradient(engine::Plan& plan)
{
    const auto gradients = plan.toPlain(plan.gradients());
    return std::ranges::find(gradients, "table", &tensor::NamedTensor::name)->tensor.values;
}
} // namespace

/// Layers over sequences: what the sweep does not see.
class SequenceTest : public QObject {
    Q_OBJECT

private slots:
    /// Only the rows of the step before are cleared; all others must be zero without that.
    void theGradientOfATableIsThatOfTheLastStepAlone()
    {
        const Chain chain({ 4 }, { embedding(9, 3), { "flatten" } }, 12);
        const auto plan = chain.compile(2);
        const std::vector<std::vector<float>> batches { { 1, 1, 2, 8, 0, 1, 2, 2 },
                                                        { 3, 3, 3, 3, 3, 3, 3, 3 },
                                                        { 7, 1, 4, 4, 5, 6, 0, 1 } };
        for (const auto& batch : batches) {
            feed(*plan, batch);
            plan->run(2, 0);
            const auto fresh = chain.compile(2);
            feed(*fresh, batch);
            fresh->run(2, 0);
            const auto gradient = tableGradient(*plan);
            QVERIFY(gradient == tableGradient(*fresh));
            for (std::size_t row = 0; row < 9; ++row) {
                const bool isUsed = std::ranges::count(batch, static_cast<float>(row)) > 0;
                const bool isZero
                    = gradient[3 * row] == 0 && gradient[3 * row + 1] == 0 && gradient[3 * row + 2] == 0;
                QCOMPARE(isUsed, !isZero);
            }
        }
    }

    /// Rows cross the pieces that the weights are updated in, and most have no gradient.
    void anUpdateMovesEveryRowByItsGradient_data()
    {
        QTest::addColumn<int>("slices");
        QTest::newRow("one slice") << 1;
        QTest::newRow("two slices") << 2;
    }
    void anUpdateMovesEveryRowByItsGradient()
    {
        QFETCH(int, slices);
        const Chain chain({ 40 }, { embedding(301, 72), { "sequence_mean" } }, 72);
        const auto plan
            = *engine::Plan::compile(chain.network(), chain.data(), { .batch = 4, .slices = slices });
        for (std::uint64_t step = 0; step < 3; ++step) {
            feed(*plan, randomIds(160, 301, step));
            plan->run(4, step);
            const std::vector<float> gradients(plan->gradients().begin(), plan->gradients().end());
            QVERIFY(std::ranges::count_if(gradients, [](float value) { return value != 0; }) > 72 * 100);
            std::vector<float> expected(plan->weights().begin(), plan->weights().end());
            const auto move = [](std::size_t, std::span<float> weights, std::span<const float> slope) {
                for (std::size_t i = 0; i < weights.size(); ++i)
                    weights[i] -= 0.5F * slope[i];
            };
            move(0, expected, gradients);
            plan->update(move);
            QVERIFY(std::ranges::equal(plan->weights(), expected));
        }
    }

    void aFrozenTableStaysAsItIs()
    {
        const Chain chain({ 40 }, { embedding(301, 72), { "sequence_mean" }, { "dense" } }, 64);
        const auto& table = chain.network().nodes[1].name;
        const auto plan
            = *engine::Plan::compile(chain.network(), chain.data(), { .batch = 4, .frozen = { table } });
        const auto before = plan->readParameters();
        feed(*plan, randomIds(160, 301, 1));
        plan->run(4, 0);
        plan->update([](std::size_t, std::span<float> weights, std::span<const float> slope) {
            for (std::size_t i = 0; i < weights.size(); ++i)
                weights[i] -= 0.5F * slope[i];
        });
        const auto after = plan->readParameters();
        for (std::size_t i = 0; i < before.size(); ++i)
            QCOMPARE(before[i] == after[i], before[i].node == table);
    }

    void idsOutsideTheVocabularyChooseItsEnds()
    {
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        const auto plan = Chain({ 8 }, { embedding(5, 2), { "flatten" } }, 16).compile(1);
        feed(*plan, { -1, std::numeric_limits<float>::quiet_NaN(), -kInfinity, 0, 5, 1e30F, kInfinity, 4 });
        plan->run(1, 0);
        const auto values = plan->outputs().front().values;
        for (std::size_t token = 0; token < 8; ++token) {
            const auto expected = token < 4 ? values.subspan(6, 2) : values.subspan(14, 2);
            QVERIFY2(std::ranges::equal(values.subspan(2 * token, 2), expected),
                     qPrintable(QString::number(token)));
        }
        QVERIFY(values[6] != values[14]);
    }

    void gradientsDoNotDependOnTheNumberOfThreads()
    {
        constexpr Integer kLength = 40;
        constexpr Integer kSize = 72; // no whole number of cache lines for each thread
        constexpr std::int64_t kBatch = 50;
        const Chain chain({ kLength },
                          { embedding(60, kSize), { "position_embedding" }, { "layer_norm" }, { "flatten" } },
                          kLength * kSize);
        std::vector<std::vector<float>> gradients;
        for (const int threads : { 1, 2, 3 }) {
            const auto plan = chain.compile(kBatch, Mode::Training, threads);
            std::vector<float> ids;
            for (std::uint64_t i = 0; i < kBatch * kLength; ++i)
                ids.push_back(static_cast<float>(Random(3, 0).below(60, i)));
            feed(*plan, ids);
            plan->run(kBatch, 0);
            gradients.emplace_back(plan->gradients().begin(), plan->gradients().end());
        }
        QVERIFY(gradients[0] == gradients[1]);
        QVERIFY(gradients[0] == gradients[2]);
    }

    /// Long enough that the samples of a batch go through the attention one after the other.
    void attentionInPartsIsThatOfEachSampleAlone_data()
    {
        QTest::addColumn<bool>("isTraining");
        QTest::newRow("training") << true;
        QTest::newRow("evaluation, which keeps nothing") << false;
    }
    void attentionInPartsIsThatOfEachSampleAlone()
    {
        QFETCH(bool, isTraining);
        constexpr std::size_t kLength = 256;
        const auto mode = isTraining ? Mode::Training : Mode::Evaluation;
        const Chain chain({ kLength }, { embedding(9, 8), { "self_attention" }, { "sequence_mean" } }, 8);
        const auto together = chain.compile(3, mode, 1, 1);
        const auto alone = chain.compile(1, mode, 1, 1);
        const auto ids = randomIds(3 * kLength, 9, 5);
        feed(*together, ids);
        together->run(3, 0);
        const auto outputs = together->outputs().front().values;
        std::vector<double> sums(together->gradients().size());
        for (std::size_t i = 0; i < 3; ++i) {
            feed(*alone, { ids.begin() + i * kLength, ids.begin() + (i + 1) * kLength });
            const auto& targets = together->inputs()[1].numbers;
            std::ranges::copy(targets.subspan(i * 8, 8), alone->inputs()[1].numbers.begin());
            alone->run(1, 0);
            const auto output = alone->outputs().front().values;
            for (std::size_t j = 0; j < output.size(); ++j)
                QVERIFY(std::abs(output[j] - outputs[i * output.size() + j]) < 1e-5F);
            std::ranges::transform(sums, alone->gradients(), sums.begin(), [](double sum, float share) {
                return sum + static_cast<double>(share) / 3;
            });
        }
        for (std::size_t i = 0; i < sums.size(); ++i)
            QVERIFY(std::abs(sums[i] - static_cast<double>(together->gradients()[i])) < 1e-5);
    }

    /// 7 ids of which none is 0, and a row that pads the second slice, whose id is.
    void aTableHasRoomForTheRowsThatPadABatch()
    {
        const Chain chain({ 1 }, { embedding(32, 16), { "flatten" } }, 16);
        std::vector<std::vector<float>> gradients;
        for (const int slices : { 1, 2 }) {
            const auto plan = chain.compile(7, Mode::Training, 1, slices);
            feed(*plan, { 5, 9, 13, 17, 21, 25, 31 });
            plan->run(7, 0);
            gradients.push_back(tableGradient(*plan));
        }
        for (std::size_t i = 0; i < gradients[0].size(); ++i)
            QVERIFY(std::abs(gradients[0][i] - gradients[1][i]) < 1e-6F);
    }

    /// Positions before t must not move when the input at t does.
    void causalAttentionDoesNotLookAhead()
    {
        const std::vector<Step> steps { embedding(9, 8),
                                        { "self_attention", { { "causal", true } } },
                                        { "flatten" } };
        const auto plan = Chain({ 5 }, steps, 40).compile(1);
        const auto outputOf = [&](const std::vector<float>& ids) {
            feed(*plan, ids);
            plan->run(1, 0);
            const auto values = plan->outputs().front().values;
            return std::vector<float>(values.begin(), values.end());
        };
        const auto one = outputOf({ 1, 2, 3, 4, 5 });
        const auto other = outputOf({ 1, 2, 3, 8, 5 });
        QVERIFY(std::equal(one.begin(), one.begin() + 24, other.begin()));
        QVERIFY(!std::equal(one.begin() + 24, one.begin() + 32, other.begin() + 24));
        QVERIFY(!std::equal(one.begin() + 32, one.end(), other.begin() + 32));
    }

    void largeScoresStayFinite()
    {
        const auto plan
            = Chain({ 6 }, { embedding(9, 8), { "self_attention" }, { "flatten" } }, 48).compile(2);
        for (auto& weight : plan->weights())
            weight *= 100;
        plan->weightsChanged();
        feed(*plan, { 1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1 });
        QVERIFY(std::isfinite(plan->run(2, 0)));
        QVERIFY(std::ranges::all_of(plan->gradients(), [](float value) { return std::isfinite(value); }));
    }
};

QTEST_GUILESS_MAIN(SequenceTest)
#include "sequence_test.moc"
