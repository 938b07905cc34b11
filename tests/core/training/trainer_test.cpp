// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/sample_training.hpp"

#include <QTest>

#include <chrono>
#include <cmath>
#include <semaphore>
#include <stdexcept>

using namespace netwright;
using namespace netwright::training;

namespace {
Training fashionTraining(network::Network network, Recipe recipe, int limit)
{
    return { .network = std::move(network),
             .recipe = std::move(recipe),
             .dataset = samples::fashionMnist(limit),
             .from = {} };
}

/// What a resumed training must have in common with an uninterrupted one.
void compareEnds(const Checkpoint& resumed, const Checkpoint& whole)
{
    QVERIFY(resumed.parameters == whole.parameters);
    QVERIFY(resumed.optimiserState == whole.optimiserState);
    QCOMPARE(resumed.step, whole.step);
    QCOMPARE(resumed.epoch, whole.epoch);
    QVERIFY(resumed.train == whole.train);
    QVERIFY(resumed.validation == whole.validation);
    QCOMPARE(resumed.bestValidationLoss, whole.bestValidationLoss);
}
} // namespace

class TrainerTest : public QObject {
    Q_OBJECT
private slots:
    void aPerceptronLearnsIris()
    {
        const Training training { .network = samples::perceptron("features", "species", 16, 3),
                                  .recipe = samples::recipe("adam", 0.01, 40, 8),
                                  .dataset = samples::iris(),
                                  .from = {} };
        const Outcome outcome = train(training, {});
        QVERIFY2(!outcome.error, outcome.error ? outcome.error->text().c_str() : "");
        QCOMPARE(outcome.ending, Ending::Finished);
        QVERIFY2(outcome.test.at("accuracy") > 0.9, qPrintable(QString::number(outcome.test.at("accuracy"))));
        QVERIFY(outcome.train.at("accuracy") > 0.9);
    }

    void convolutionsLearnFashionMnist()
    {
        samples::Listener listener;
        const auto training
            = fashionTraining(samples::convolutions(), samples::recipe("adam", 0.003, 3), 2000);
        const Outcome outcome = train(training, { &listener });
        QVERIFY2(!outcome.error, outcome.error ? outcome.error->text().c_str() : "");
        QVERIFY2(outcome.test.at("accuracy") > 0.7, qPrintable(QString::number(outcome.test.at("accuracy"))));
        QVERIFY(listener.epochs.back().train.at("loss") < listener.epochs.front().train.at("loss"));
    }

    void observersHearOfEveryStepAndEpochInOrder()
    {
        samples::Listener listener;
        // 100 rows in batches of 32: the last of the four batches of an epoch has 4 rows.
        const auto training = fashionTraining(samples::perceptron("image", "label", 8, 10),
                                              samples::recipe("sgd", 0.1, 3), 100);
        const Outcome outcome = train(training, { &listener });
        QCOMPARE(outcome.ending, Ending::Finished);
        QCOMPARE(listener.starts.size(), 1U);
        QCOMPARE(listener.starts[0].stepsPerEpoch, 4);
        QCOMPARE(listener.starts[0].trainRows, 100);
        QCOMPARE(listener.starts[0].parameters, 784 * 8 + 8 + 8 * 10 + 10);
        QCOMPARE(listener.steps.size(), 12U);
        for (std::size_t i = 0; i < 12; ++i) {
            QCOMPARE(listener.steps[i].step, i + 1);
            QCOMPARE(listener.steps[i].epoch, static_cast<std::int64_t>(i / 4 + 1));
            QCOMPARE(listener.steps[i].batchInEpoch, static_cast<std::int64_t>(i % 4 + 1));
        }
        QCOMPARE(listener.epochs.size(), 3U);
        QVERIFY(listener.epochs[2].train == listener.steps.back().running);
        QCOMPARE(listener.checkpoints.size(), 3U);
        QCOMPARE(listener.checkpoints[1].epoch, 2);
        QCOMPARE(listener.checkpoints[1].step, 8U);
        QVERIFY(listener.checkpoints[2].validation == listener.epochs[2].validation);
        QCOMPARE(listener.outcomes.size(), 1U);
    }

    void theLossOfAnEpochWeighsTheShortLastBatchByItsRows()
    {
        samples::Listener listener;
        const auto training = fashionTraining(samples::perceptron("image", "label", 8, 10),
                                              samples::recipe("sgd", 0.1, 1), 100);
        QCOMPARE(train(training, { &listener }).ending, Ending::Finished);
        const auto& steps = listener.steps;
        const double expected
            = (32 * (steps[0].loss + steps[1].loss + steps[2].loss) + 4 * steps[3].loss) / 100;
        QVERIFY(std::abs(listener.epochs[0].train.at("loss") - expected) < 1e-12);
    }

    void theSameSeedGivesTheSameWeightsAndAnotherOneDoesNot()
    {
        std::vector<std::vector<tensor::NamedTensor>> ends;
        for (const std::uint64_t seed : { 1, 1, 2 }) {
            samples::Listener listener;
            auto training = fashionTraining(samples::convolutions(), samples::recipe("adam", 0.001, 1), 200);
            training.recipe.seed = seed;
            training.recipe.threads = 2;
            QCOMPARE(train(training, { &listener }).ending, Ending::Finished);
            ends.push_back(listener.checkpoints.back().parameters);
        }
        QVERIFY(ends[0] == ends[1]);
        QVERIFY(ends[0] != ends[2]);
    }

    void aResumedTrainingEqualsTheUninterruptedOne_data()
    {
        QTest::addColumn<QString>("optimiser");
        QTest::addColumn<int>("stopAfter");
        QTest::addColumn<int>("threads");
        for (const char* optimiser : { "sgd", "momentum", "adam" })
            for (const int step :
                 { 1, 10, 14, 21 }) // first, in the middle, at an epoch's end, at the very end
                QTest::addRow("%s, stopped after step %d of 21", optimiser, step) << optimiser << step << 1;
        QTest::newRow("adam, stopped after step 10 of 21, two threads") << "adam" << 10 << 2;
    }
    void aResumedTrainingEqualsTheUninterruptedOne()
    {
        QFETCH(QString, optimiser);
        QFETCH(int, stopAfter);
        QFETCH(int, threads);
        auto training = fashionTraining(samples::convolutions(),
                                        samples::recipe(optimiser.toStdString(), 0.003, 3), 200);
        training.recipe.threads = threads;
        samples::Listener whole;
        QCOMPARE(train(training, { &whole }).ending, Ending::Finished);

        samples::Listener first;
        std::stop_source stop;
        first.afterStep = [&](const StepMetrics& metrics) {
            if (metrics.step == static_cast<std::uint64_t>(stopAfter))
                stop.request_stop();
            return Status {};
        };
        const Outcome stopped = train(training, { &first }, stop.get_token());
        QCOMPARE(stopped.ending, Ending::Stopped);
        QCOMPARE(stopped.steps, static_cast<std::uint64_t>(stopAfter));

        training.from = first.checkpoints.back();
        samples::Listener second;
        const Outcome outcome = train(training, { &second });
        QVERIFY2(!outcome.error, outcome.error ? outcome.error->text().c_str() : "");
        QCOMPARE(second.starts[0].firstStep, static_cast<std::uint64_t>(stopAfter));
        compareEnds(second.checkpoints.back(), whole.checkpoints.back());
        QVERIFY(outcome.train == whole.outcomes[0].train);
        QVERIFY(outcome.test == whole.outcomes[0].test);
        QVERIFY(second.epochs.back().train == whole.epochs.back().train);
    }

    void aTrainingStoppedAfterACheckpointKeepsItsFigures()
    {
        struct Stopper : samples::Listener {
            std::stop_source stop;
            Status checkpoint(const Checkpoint& checkpoint, bool isBest) override
            {
                stop.request_stop();
                return Listener::checkpoint(checkpoint, isBest);
            }
        };
        for (const int epochs : { 1, 2 }) { // during the test at the end; before the next epoch's first step
            Stopper first;
            auto training = fashionTraining(samples::perceptron("image", "label", 8, 10),
                                            samples::recipe("sgd", 0.1, epochs), 100);
            QCOMPARE(train(training, { &first }, first.stop.get_token()).ending, Ending::Stopped);
            QVERIFY(!first.outcomes[0].train.empty());
            training.from = first.checkpoints.back();
            const Outcome again = train(training, {}, first.stop.get_token());
            QCOMPARE(again.ending, Ending::Stopped);
            QVERIFY(again.train == first.outcomes[0].train);
            QVERIFY(again.validation == first.outcomes[0].validation);
        }
    }

    void aTrainingResumedFromItsLastEpochEqualsTheUninterruptedOne()
    {
        auto training = fashionTraining(samples::convolutions(), samples::recipe("adam", 0.003, 3), 200);
        samples::Listener whole;
        QCOMPARE(train(training, { &whole }).ending, Ending::Finished);
        training.from = whole.checkpoints[0];
        samples::Listener second;
        QCOMPARE(train(training, { &second }).ending, Ending::Finished);
        compareEnds(second.checkpoints.back(), whole.checkpoints.back());
    }

    void aLossThatIsNoNumberStopsWithTheLayerNamedAndNoBadCheckpoint()
    {
        samples::Listener listener;
        const auto training = fashionTraining(samples::perceptron("image", "label", 16, 10),
                                              samples::recipe("sgd", 1e30, 2), 500);
        const Outcome outcome = train(training, { &listener });
        QCOMPARE(outcome.ending, Ending::Failed);
        const auto text = QString::fromStdString(outcome.error->text());
        QVERIFY2(text.startsWith("step ") && text.contains("dense \"fc") && text.contains("learning rate"),
                 qPrintable(text));
        QVERIFY2(text.endsWith("No checkpoint was made yet"), qPrintable(text));
        QVERIFY(listener.checkpoints.empty());
    }

    void aTrainingThatDivergesLaterKeepsItsGoodCheckpoints()
    {
        // The curvature of a squared loss on standard features is about 1.5: at this rate the weights grow
        // tenfold a step, past the first epoch's 12 steps and over within the second's.
        samples::Listener listener;
        Training training { .network = samples::chain(samples::Json::array(
                                { { "in", "input", { { "column", "features" } } },
                                  { "fc", "dense", { { "units", 4 } } },
                                  { "loss", "mean_squared_error", { { "target", "features" } } } })),
                            .recipe = samples::recipe("sgd", 8, 5, 8),
                            .dataset = samples::iris(),
                            .from = {} };
        const Outcome outcome = train(training, { &listener });
        QCOMPARE(outcome.ending, Ending::Failed);
        const auto text = QString::fromStdString(outcome.error->text());
        QVERIFY2(text.startsWith("step ") && text.endsWith("The last good checkpoint is kept"),
                 qPrintable(text));
        QVERIFY(!listener.checkpoints.empty());
        for (const Checkpoint& checkpoint : listener.checkpoints) {
            QVERIFY(std::isfinite(checkpoint.validation.at("loss")));
            for (const auto& parameter : checkpoint.parameters)
                for (const float value : parameter.tensor.values)
                    QVERIFY(std::isfinite(value));
        }
    }

    void anExceptionOrALateErrorOfAnObserverIsTheOutcome()
    {
        struct Thrower : Observer {
            Status stepDone(const StepMetrics&) override { throw std::runtime_error("out of luck"); }
        };
        struct Late : Observer {
            Status ended(const Outcome&) override { return fail("run.json", "the disk is full"); }
        };
        const auto training = fashionTraining(samples::perceptron("image", "label", 8, 10),
                                              samples::recipe("sgd", 0.1, 1), 100);
        Thrower thrower;
        Late late;
        samples::Listener listener;
        const Outcome thrown = train(training, { &thrower, &late, &listener });
        QCOMPARE(thrown.ending, Ending::Failed);
        QVERIFY(thrown.error->text().ends_with("out of luck"));
        const Outcome outcome = train(training, { &late, &listener });
        QCOMPARE(outcome.ending, Ending::Failed);
        QCOMPARE(outcome.error->text(), std::string("run.json: the disk is full"));
        QCOMPARE(listener.outcomes.back().ending, Ending::Failed);
    }

    void anObserversErrorEndsTheTrainingWithIt()
    {
        samples::Listener listener;
        listener.afterStep = [](const StepMetrics& metrics) {
            return metrics.step == 2 ? Status(fail("metrics.h5", "the disk is full")) : Status {};
        };
        const auto training = fashionTraining(samples::perceptron("image", "label", 8, 10),
                                              samples::recipe("sgd", 0.1, 1), 500);
        const Outcome outcome = train(training, { &listener });
        QCOMPARE(outcome.ending, Ending::Failed);
        QCOMPARE(outcome.error->text(), std::string("metrics.h5: the disk is full"));
        QCOMPARE(outcome.steps, 2U);
    }

    void aCheckpointOfAnotherTrainingIsRefused_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("reason");
        QTest::addRow("seed") << "seed"
                              << "seed 1";
        QTest::addRow("optimiser") << "optimiser"
                                   << "optimiser adam";
        QTest::addRow("position") << "position"
                                  << "does not fit";
        QTest::addRow("state") << "state"
                               << "second_moment";
        QTest::addRow("weights") << "weights"
                                 << "fc1";
    }
    void aCheckpointOfAnotherTrainingIsRefused()
    {
        QFETCH(QString, fault);
        QFETCH(QString, reason);
        auto training = fashionTraining(samples::perceptron("image", "label", 8, 10),
                                        samples::recipe("adam", 0.01, 2), 100);
        samples::Listener listener;
        QCOMPARE(train(training, { &listener }).ending, Ending::Finished);
        Checkpoint from = listener.checkpoints[0];
        if (fault == "seed")
            from.seed = 9;
        else if (fault == "optimiser")
            from.optimiser = "sgd";
        else if (fault == "position")
            from.batchInEpoch = 3;
        else if (fault == "state")
            from.optimiserState.erase("second_moment");
        else
            std::erase_if(from.parameters, [](const auto& parameter) { return parameter.node == "fc1"; });
        training.from = from;
        const Outcome outcome = train(training, {});
        QCOMPARE(outcome.ending, Ending::Failed);
        const auto text = QString::fromStdString(outcome.error->text());
        QVERIFY2(text.contains(reason), qPrintable(text));
    }

    void badRecipesAndNetworksFailBeforeTheFirstStep()
    {
        samples::Listener listener;
        auto training = fashionTraining(samples::perceptron("image", "label", 8, 10),
                                        samples::recipe("adam", 0.01, 2), 100);
        training.recipe.batch = 0;
        QVERIFY(QString::fromStdString(train(training, { &listener }).error->text()).contains("Batch"));
        training.recipe.batch = 32;
        training.network = samples::perceptron("image", "no such column", 8, 10);
        QVERIFY(
            QString::fromStdString(train(training, { &listener }).error->text()).contains("no such column"));
        QVERIFY(listener.starts.empty() && listener.steps.empty());
        QCOMPARE(listener.outcomes.size(), 2U);
    }

    void aPausedTrainingWaitsAndGoesOn()
    {
        samples::Listener listener;
        std::unique_ptr<Trainer> trainer;
        std::binary_semaphore isPaused(0);
        std::binary_semaphore mayStart(0);
        std::counting_semaphore hasStepped(0);
        listener.afterStep = [&](const StepMetrics& metrics) {
            if (metrics.step > 3)
                hasStepped.release();
            if (metrics.step == 1)
                mayStart.acquire();
            if (metrics.step == 3) {
                trainer->pause();
                isPaused.release();
            }
            return Status {};
        };
        trainer = std::make_unique<Trainer>(fashionTraining(samples::perceptron("image", "label", 8, 10),
                                                            samples::recipe("sgd", 0.1, 2), 200),
                                            std::vector<Observer*> { &listener });
        mayStart.release();
        isPaused.acquire();
        QVERIFY(!hasStepped.try_acquire_for(std::chrono::milliseconds(50))); // many times what a step takes
        trainer->resume();
        trainer->wait();
        QCOMPARE(listener.outcomes.at(0).ending, Ending::Finished);
        QCOMPARE(listener.steps.size(), 14U);
    }

    void aPausedTrainingCanBeStopped()
    {
        samples::Listener listener;
        {
            Trainer trainer(fashionTraining(samples::perceptron("image", "label", 8, 10),
                                            samples::recipe("sgd", 0.1, 1000), 200),
                            { &listener });
            trainer.pause();
        } // stops and waits
        QCOMPARE(listener.outcomes.size(), 1U);
        QCOMPARE(listener.outcomes[0].ending, Ending::Stopped);
        QCOMPARE(listener.checkpoints.back().step, listener.outcomes[0].steps);
    }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
