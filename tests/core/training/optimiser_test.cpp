// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimiser.hpp"

#include "core/base/random.hpp"

#include <QTest>

#include <cmath>

using namespace netwright;
using namespace netwright::training;

namespace {
ParameterValues parametersOf(const OptimiserKind& kind, double rate)
{
    ParameterValues values(kind.parameters);
    values.set("learning_rate", rate);
    return values;
}

/// The update rules as their papers write them, one weight at a time, in double.
struct Reference {
    std::string kind;
    double rate;
    double first = 0;
    double second = 0;

    double step(double weight, double gradient, int t)
    {
        if (kind == "sgd")
            return weight - rate * gradient;
        if (kind == "momentum") {
            first = 0.9 * first + gradient;
            return weight - rate * first;
        }
        first = 0.9 * first + 0.1 * gradient;
        second = 0.999 * second + 0.001 * gradient * gradient;
        const double mean = first / (1 - std::pow(0.9, t));
        const double square = second / (1 - std::pow(0.999, t));
        return weight - rate * mean / (std::sqrt(square) + 1e-8);
    }
};

std::vector<float> randomNumbers(std::size_t count, std::uint64_t stream)
{
    const Random random(7, stream);
    std::vector<float> numbers(count);
    for (std::size_t i = 0; i < count; ++i)
        numbers[i] = random.uniform(i) - 0.5F;
    return numbers;
}

void move(Optimiser& optimiser, std::vector<float>& weights, const std::vector<float>& gradients,
          std::uint64_t step)
{
    optimiser.begin(step, 1.0);
    optimiser.update(0, weights, gradients);
}

std::vector<float> train(const OptimiserKind& kind, std::size_t count, int steps)
{
    const auto optimiser = kind.make(parametersOf(kind, 0.01), count);
    auto weights = randomNumbers(count, 0);
    for (int step = 0; step < steps; ++step)
        move(*optimiser, weights, randomNumbers(count, 1 + static_cast<std::uint64_t>(step)),
             static_cast<std::uint64_t>(step));
    return weights;
}
} // namespace

class OptimiserTest : public QObject {
    Q_OBJECT
private slots:
    static void allKinds()
    {
        QTest::addColumn<QString>("id");
        for (const OptimiserKind* kind : optimiserTable())
            QTest::addRow("%s", kind->id.c_str()) << QString::fromStdString(kind->id);
    }

    void halfTheRateFactorMovesHalfAsFar_data() { allKinds(); }
    void halfTheRateFactorMovesHalfAsFar()
    {
        QFETCH(QString, id);
        const auto& kind = *findOptimiser(id.toStdString());
        const auto moved = [&](double factor) {
            std::vector<float> weights(1, 0.0F);
            const auto optimiser = kind.make(parametersOf(kind, 0.5), 1);
            optimiser->begin(0, factor);
            optimiser->update(0, weights, std::vector { 0.25F });
            return weights.front();
        };
        QVERIFY(moved(1.0) < 0.0F);
        QCOMPARE(moved(0.5), moved(1.0) / 2);
        QCOMPARE(moved(0.0), 0.0F);
    }

    void theTableHoldsTheThree()
    {
        for (const char* id : { "sgd", "momentum", "adam" })
            QVERIFY2(findOptimiser(id) != nullptr, id);
        QVERIFY(findOptimiser("no such") == nullptr);
    }

    void defaultsAreWithinTheirRanges_data() { allKinds(); }
    void defaultsAreWithinTheirRanges()
    {
        QFETCH(QString, id);
        const OptimiserKind& kind = *findOptimiser(id.toStdString());
        QVERIFY(!kind.help.empty());
        QVERIFY(checkValues(kind.parameters, ParameterValues(kind.parameters)));
    }

    void weightsAfterFiveStepsAreThoseOfPyTorch_data()
    {
        // torch.optim.SGD(lr=0.1), SGD(lr=0.1, momentum=0.9) and Adam(lr=0.1) on the gradients below.
        QTest::addColumn<QString>("id");
        QTest::addColumn<QList<double>>("expected");
        QTest::addRow("sgd") << "sgd" << QList<double> { 0.25, -1.49999988, 0.49999997, 0 };
        QTest::addRow("momentum") << "momentum"
                                  << QList<double> { -0.585154951, -0.68558991, 0.500772893, 0 };
        QTest::addRow("adam") << "adam" << QList<double> { 0.514916956, -1.49999988, 0.780562639, 0 };
    }
    void weightsAfterFiveStepsAreThoseOfPyTorch()
    {
        QFETCH(QString, id);
        QFETCH(QList<double>, expected);
        const OptimiserKind& kind = *findOptimiser(id.toStdString());
        const auto optimiser = kind.make(parametersOf(kind, 0.1), 4);
        std::vector<float> weights { 1.0F, -2.0F, 0.5F, 0.0F };
        for (int step = 0; step < 5; ++step) {
            const auto s = static_cast<float>(step);
            const std::vector<float> gradients { 0.5F * (s + 1), -1.0F, 0.001F * (s - 2), 0.0F };
            move(*optimiser, weights, gradients, static_cast<std::uint64_t>(step));
        }
        for (int i = 0; i < 4; ++i)
            QVERIFY2(
                std::abs(weights[static_cast<std::size_t>(i)] - expected[i]) < 1e-6,
                qPrintable(
                    QString("weight %1: %2").arg(i).arg(weights[static_cast<std::size_t>(i)], 0, 'g', 9)));
    }

    void manyStepsStayCloseToTheFormulaInDouble_data() { allKinds(); }
    void manyStepsStayCloseToTheFormulaInDouble()
    {
        QFETCH(QString, id);
        constexpr std::size_t kCount = 37; // no multiple of a vector
        constexpr int kSteps = 50;
        const auto weights = train(*findOptimiser(id.toStdString()), kCount, kSteps);
        const auto start = randomNumbers(kCount, 0);
        for (std::size_t i = 0; i < kCount; ++i) {
            Reference reference { id.toStdString(), 0.01 };
            double expected = start[i];
            for (int step = 0; step < kSteps; ++step)
                expected = reference.step(
                    expected, randomNumbers(kCount, 1 + static_cast<std::uint64_t>(step))[i], step + 1);
            QVERIFY(std::abs(expected - weights[i]) < 1e-5);
        }
    }

    void theSameBitsComeFromPiecesAsFromTheWhole_data() { allKinds(); }
    void theSameBitsComeFromPiecesAsFromTheWhole()
    {
        QFETCH(QString, id);
        const OptimiserKind& kind = *findOptimiser(id.toStdString());
        constexpr std::size_t kLarge = 10'003;
        constexpr std::size_t kPiece = 999;
        const auto optimiser = kind.make(parametersOf(kind, 0.01), kLarge);
        auto weights = randomNumbers(kLarge, 0);
        for (std::uint64_t step = 0; step < 3; ++step) {
            const auto gradients = randomNumbers(kLarge, 1 + step);
            optimiser->begin(step, 1.0);
            for (std::size_t begin = 0; begin < kLarge; begin += kPiece) {
                const auto size = std::min(kPiece, kLarge - begin);
                optimiser->update(begin, std::span(weights).subspan(begin, size),
                                  std::span(gradients).subspan(begin, size));
            }
        }
        QVERIFY(weights == train(kind, kLarge, 3));
    }

    void aZeroGradientLeavesAZeroWeightZero_data() { allKinds(); }
    void aZeroGradientLeavesAZeroWeightZero()
    {
        QFETCH(QString, id);
        const OptimiserKind& kind = *findOptimiser(id.toStdString());
        const auto optimiser = kind.make(parametersOf(kind, 0.1), 8);
        std::vector<float> weights(8, 0.0F);
        const std::vector<float> gradients(8, 0.0F);
        for (std::uint64_t step = 0; step < 10; ++step)
            move(*optimiser, weights, gradients, step);
        QCOMPARE(weights, std::vector<float>(8, 0.0F));
    }

    void theStateHandedOutIsAllThatIsNeededToGoOn_data() { allKinds(); }
    void theStateHandedOutIsAllThatIsNeededToGoOn()
    {
        QFETCH(QString, id);
        const OptimiserKind& kind = *findOptimiser(id.toStdString());
        constexpr std::size_t kCount = 100;
        const auto first = kind.make(parametersOf(kind, 0.01), kCount);
        auto weights = randomNumbers(kCount, 0);
        for (std::uint64_t step = 0; step < 5; ++step)
            move(*first, weights, randomNumbers(kCount, 1 + step), step);
        const auto second = kind.make(parametersOf(kind, 0.01), kCount);
        const auto from = first->state();
        const auto into = second->state();
        QCOMPARE(from.size(), into.size());
        for (std::size_t i = 0; i < from.size(); ++i)
            std::ranges::copy(from[i].values, into[i].values.begin());
        for (std::uint64_t step = 5; step < 10; ++step)
            move(*second, weights, randomNumbers(kCount, 1 + step), step);
        QVERIFY(weights == train(kind, kCount, 10));
    }
};

QTEST_GUILESS_MAIN(OptimiserTest)
#include "optimiser_test.moc"
