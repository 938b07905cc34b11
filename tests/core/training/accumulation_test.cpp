// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/sample_training.hpp"

#include <QTest>

#include <cmath>
#include <thread>

using namespace netwright;
using namespace netwright::training;

namespace {
Training perceptronTraining(const std::string& optimiser, std::int64_t batch, std::int64_t accumulate)
{
    Training training { .network = samples::perceptron("image", "label", 8, 10),
                        .recipe = samples::recipe(optimiser, 0.01, 2, static_cast<int>(batch)),
                        .dataset = samples::fashionMnist(100),
                        .from = {} };
    training.recipe.accumulate = accumulate;
    return training;
}

double largestDifference(const Checkpoint& a, const Checkpoint& b)
{
    double largest = a.parameters.size() == b.parameters.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < a.parameters.size() && std::isfinite(largest); ++i) {
        const auto& left = a.parameters[i].tensor.values;
        const auto& right = b.parameters[i].tensor.values;
        for (std::size_t j = 0; j < left.size(); ++j)
            largest
                = std::max(largest, std::abs(static_cast<double>(left[j]) - static_cast<double>(right[j])));
    }
    return largest;
}
} // namespace

class AccumulationTest : public QObject {
    Q_OBJECT
private slots:
    void severalSmallBatchesMoveTheWeightsAsOneLargeOneDoes_data()
    {
        QTest::addColumn<QString>("optimiser");
        for (const char* optimiser : { "sgd", "momentum", "adam" })
            QTest::newRow(optimiser) << optimiser;
    }
    void severalSmallBatchesMoveTheWeightsAsOneLargeOneDoes()
    {
        QFETCH(QString, optimiser);
        // 100 rows: the last step of an epoch has 4 of 32, or one short batch of 8.
        samples::Listener large;
        samples::Listener small;
        QCOMPARE(train(perceptronTraining(optimiser.toStdString(), 32, 1), { &large }).ending,
                 Ending::Finished);
        QCOMPARE(train(perceptronTraining(optimiser.toStdString(), 8, 4), { &small }).ending,
                 Ending::Finished);
        QCOMPARE(small.starts[0].stepsPerEpoch, large.starts[0].stepsPerEpoch);
        QCOMPARE(small.steps.size(), large.steps.size());
        for (std::size_t i = 0; i < large.steps.size(); ++i)
            QVERIFY(std::abs(small.steps[i].loss - large.steps[i].loss) < 1e-5);
        QVERIFY(largestDifference(small.checkpoints.back(), large.checkpoints.back()) < 1e-5);
        QVERIFY(std::abs(small.epochs[1].train.at("accuracy") - large.epochs[1].train.at("accuracy")) < 1e-9);
    }

    void aStepThatIsResumedInTheMiddleOfAnEpochEqualsTheUninterruptedOne()
    {
        Training training { .network = samples::convolutions(),
                            .recipe = samples::recipe("adam", 0.003, 3, 16),
                            .dataset = samples::fashionMnist(200),
                            .from = {} };
        training.recipe.accumulate = 3; // 13 batches in 5 steps, the last of one batch
        samples::Listener whole;
        QCOMPARE(train(training, { &whole }).ending, Ending::Finished);
        QCOMPARE(whole.steps.size(), 15U);

        samples::Listener first;
        std::stop_source stop;
        first.afterStep = [&](const StepMetrics& metrics) {
            if (metrics.step == 7)
                stop.request_stop();
            return Status {};
        };
        QCOMPARE(train(training, { &first }, stop.get_token()).ending, Ending::Stopped);
        training.from = first.checkpoints.back();
        samples::Listener second;
        QCOMPARE(train(training, { &second }).ending, Ending::Finished);
        QVERIFY(second.checkpoints.back().parameters == whole.checkpoints.back().parameters);
        QVERIFY(second.checkpoints.back().optimiserState == whole.checkpoints.back().optimiserState);
    }

    void aStepThatIsStoppedLeavesNoTrace()
    {
        Training training { .network = samples::convolutions(),
                            .recipe = samples::recipe("adam", 0.003, 2, 8),
                            .dataset = samples::fashionMnist(200),
                            .from = {} };
        training.recipe.accumulate = 25; // an epoch is one step
        samples::Listener whole;
        QCOMPARE(train(training, { &whole }).ending, Ending::Finished);

        // Stopped while the second step runs: between two of its batches.
        samples::Listener first;
        std::stop_source stop;
        std::jthread stopper;
        first.afterStep = [&](const StepMetrics&) {
            stopper = std::jthread([&stop] { stop.request_stop(); });
            return Status {};
        };
        const auto stopped = train(training, { &first }, stop.get_token());
        QCOMPARE(stopped.ending, Ending::Stopped);
        training.from = first.checkpoints.back();
        samples::Listener second;
        QCOMPARE(train(training, { &second }).ending, Ending::Finished);
        QVERIFY(second.checkpoints.back().parameters == whole.checkpoints.back().parameters);
        QVERIFY(second.epochs.back().train == whole.epochs.back().train);
    }

    void anEpochShorterThanAStepIsOneStep()
    {
        samples::Listener listener;
        QCOMPARE(train(perceptronTraining("adam", 32, 64), { &listener }).ending, Ending::Finished);
        QCOMPARE(listener.starts[0].stepsPerEpoch, 1);
        QCOMPARE(listener.steps.size(), 2U);
    }
};

QTEST_GUILESS_MAIN(AccumulationTest)
#include "accumulation_test.moc"
