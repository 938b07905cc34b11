// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/runs/checkpoint_file.hpp"
#include "tests/core/runs/run_fixture.hpp"

#include <QProcess>

#include <unistd.h>

#include <cmath>
#include <limits>
#include <thread>

using namespace netwright;
using namespace netwright::fixture;
using runs::Recorder;
using runs::RunState;
using Numbers = std::vector<double>;

class RecorderTest : public QObject {
    Q_OBJECT

private slots:
    void aNewRunIsASnapshotOfItsTraining()
    {
        const Workplace place;
        const auto training = place.training();
        const auto recorder = place.record("tiny-1");
        const auto info = runs::readRun(place.runs() / "tiny-1");
        QVERIFY2(info.has_value(), text(info));
        QCOMPARE(info->name, "tiny-1");
        QVERIFY(info->state == RunState::Running);
        QVERIFY(info->snapshot.datasets == std::vector { training.dataset->spec() });
        QVERIFY(info->snapshot.networks == std::vector { training.network });
        QVERIFY(info->snapshot.recipes == std::vector { training.recipe });
        QCOMPARE(info->dataFingerprint, training.dataset->fingerprint());
        QCOMPARE(info->processId, ::getpid());
        QVERIFY(!info->processStart.empty() && !info->version.empty() && !info->machine.empty());
        QVERIFY2(info->oneDnnVersion.find('.') != std::string::npos, info->oneDnnVersion.c_str());
        QCOMPARE(info->started.size(), 24U);
        QCOMPARE(info->threads, 2);
        QVERIFY(holdsOnly(place.runs(), { "tiny-1" }));
    }

    void factsAreKept()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(recorder->started({ .epochs = 5,
                                    .stepsPerEpoch = 7,
                                    .trainRows = 100,
                                    .validationRows = 9,
                                    .parameters = 1234,
                                    .firstStep = UINT64_MAX }));
        const auto facts = runs::readRun(place.runs() / "a")->facts;
        QCOMPARE(facts.parameters, 1234);
        QCOMPARE(facts.firstStep, UINT64_MAX);
    }

    void curvesAreReadWhileTheyGrow()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        auto curves = runs::readCurves(recorder->folder());
        QVERIFY2(curves.has_value(), text(curves));
        QVERIFY(curves->steps.step.empty() && curves->epochs.train.contains("accuracy"));
        for (std::int64_t number = 1; number <= 3; ++number) {
            QVERIFY(recordEpoch(*recorder, number, 0.5, false));
            curves = runs::readCurves(recorder->folder());
            QVERIFY2(curves.has_value(), text(curves));
            QCOMPARE(curves->steps.step.size(), static_cast<std::size_t>(number * 10));
            QCOMPARE(curves->steps.loss.back(), 1.0 / static_cast<double>(number * 10));
        }
        QCOMPARE(curves->epochs.epoch, (Numbers { 1, 2, 3 }));
        QCOMPARE(curves->epochs.step, (Numbers { 10, 20, 30 }));
        QCOMPARE(curves->epochs.seconds, (Numbers { 2, 4, 6 }));
        QCOMPARE(curves->epochs.train.at("loss"), (Numbers { 0.5, 0.25, 0.5 / 3 }));
        QCOMPARE(curves->epochs.validation.at("accuracy"), (Numbers { 0.5, 0.5, 0.5 }));
    }

    void stepsAreWrittenAtLeastEveryTwoHundred()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        for (std::uint64_t i = 1; i <= 1234; ++i)
            QVERIFY(recorder->stepDone(step(i)));
        const auto count = runs::readCurves(recorder->folder())->steps.step.size();
        QVERIFY2(count >= 1200 && count <= 1234, qPrintable(QString::number(count)));
        recorder->ended(outcome(training::Ending::Stopped, 0));
        QCOMPARE(runs::readCurves(recorder->folder())->steps.step.size(), 1234U);
    }

    void aMetricThatAnEpochLacksIsNaN()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        auto metrics = epoch(1, 0.5);
        metrics.train.clear();
        QVERIFY(recorder->epochDone(metrics));
        QVERIFY(std::isnan(runs::readCurves(recorder->folder())->epochs.train.at("loss").at(0)));
    }

    void h5pyWatchesARunningRun()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        QProcess python;
        python.start("/usr/bin/python3",
                     { "-c",
                       "import h5py, sys\n"
                       "f = h5py.File(sys.argv[1], 'r', libver='latest', swmr=True)\n"
                       "print(f['steps/step'][-1], f['epochs/validation_loss'][()], sorted(f['epochs']))",
                       QString::fromStdString((recorder->folder() / "metrics.h5").string()) });
        if (!python.waitForFinished())
            QSKIP("python3 is not installed");
        if (python.readAllStandardError().contains("No module named"))
            QSKIP("h5py is not installed");
        QCOMPARE(python.readAllStandardOutput(),
                 QByteArray("10.0 [0.5] ['epoch', 'seconds', 'step', 'train_accuracy', 'train_loss', "
                            "'validation_accuracy', 'validation_loss']\n"));
    }

    void anEndIsKept_data()
    {
        QTest::addColumn<int>("ending");
        QTest::addColumn<QString>("state");
        QTest::newRow("finished") << static_cast<int>(training::Ending::Finished) << "finished";
        QTest::newRow("stopped") << static_cast<int>(training::Ending::Stopped) << "stopped";
        QTest::newRow("failed") << static_cast<int>(training::Ending::Failed) << "failed";
    }

    void anEndIsKept()
    {
        QFETCH(int, ending);
        QFETCH(QString, state);
        const Workplace place;
        const auto recorder = place.record("a");
        auto end = outcome(static_cast<training::Ending>(ending), 4);
        end.error = Error { "dense \"d\"", "not \xff UTF-8" };
        end.test = { { "loss", std::numeric_limits<double>::quiet_NaN() }, { "accuracy", 0.1 + 0.2 } };
        recorder->ended(end);
        const auto info = runs::readRun(place.runs() / "a");
        QVERIFY2(info.has_value(), text(info));
        QCOMPARE(QString::fromUtf8(idOf(info->state)), state);
        QCOMPARE(info->outcome.epochs, 4);
        QCOMPARE(info->outcome.steps, 40U);
        QCOMPARE(info->outcome.error->where, "dense \"d\"");
        QCOMPARE(info->outcome.test.at("accuracy"), 0.1 + 0.2);
        QVERIFY(std::isnan(info->outcome.test.at("loss")));
    }

    void aResumeThatFailsAtOnceKeepsWhatTheRunCameTo()
    {
        const Workplace place;
        auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        recorder->ended(outcome(training::Ending::Stopped, 1));
        auto again = Recorder::reopen(recorder->folder(), checkpoint(1));
        auto end = outcome(training::Ending::Failed, 0);
        end.train.clear();
        end.error = Error { "network \"tiny\"", "out of memory" };
        QVERIFY((*again)->ended(end));
        const auto info = runs::readRun(recorder->folder());
        QVERIFY(info->state == RunState::Failed && info->outcome.error == end.error);
        QCOMPARE(info->outcome.steps, 10U);
        QCOMPARE(info->outcome.train.at("accuracy"), 0.75);
    }

    void anEndThatCannotBeWrittenIsAnError()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        std::filesystem::remove(recorder->folder() / "run.json");
        std::filesystem::create_directory(recorder->folder() / "run.json"); // which no file replaces
        QVERIFY(says(recorder->ended(outcome(training::Ending::Finished, 4)), "run.json"));
    }

    void bestAndLastCheckpointsAreFound()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        const auto folder = recorder->folder();
        QVERIFY(runs::checkpointNames(folder).empty());
        QVERIFY(says(runs::findCheckpoint(folder, "best"), "no checkpoint yet"));
        for (std::int64_t number = 1; number <= 14; ++number)
            QVERIFY(recordEpoch(*recorder, number, 0.5, number == 2));
        QVERIFY(recorder->ended(outcome(training::Ending::Finished, 14)));
        QCOMPARE(runs::findCheckpoint(folder, "best")->filename(), "epoch-0002.h5");
        QCOMPARE(runs::findCheckpoint(folder, "last")->filename(), "epoch-0014.h5");
        QCOMPARE(runs::readCheckpoint(*runs::findCheckpoint(folder, "10"))->epoch, 10);
        // The best, each tenth and the last three are kept.
        QCOMPARE(runs::checkpointNames(folder),
                 (std::vector<std::string> { "best", "last", "2", "10", "12", "13", "14" }));
        QVERIFY(says(runs::findCheckpoint(folder, "11"), "best, last, 2, 10, 12"));
        QVERIFY(says(runs::findCheckpoint(folder, "../../x"), "there is no checkpoint"));
    }

    void aStopWithinAnEpochIsTheLastCheckpoint()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        QVERIFY(recorder->checkpoint(checkpoint(1, 7), false));
        QVERIFY(recorder->ended(outcome(training::Ending::Stopped, 1)));
        QCOMPARE(runs::readCheckpoint(*runs::findCheckpoint(recorder->folder(), "last"))->batchInEpoch, 7);
        QCOMPARE(runs::readCheckpoint(*runs::findCheckpoint(recorder->folder(), "best"))->batchInEpoch, 0);
        QCOMPARE(runs::checkpointNames(recorder->folder()),
                 (std::vector<std::string> { "best", "last", "1" }));
        auto again = Recorder::reopen(recorder->folder(), checkpoint(1, 7));
        QVERIFY2(again.has_value(), text(again));
        QVERIFY(recordEpoch(**again, 2, 0.5, false));
        QVERIFY((*again)->ended(outcome(training::Ending::Finished, 2)));
        QCOMPARE(runs::findCheckpoint(recorder->folder(), "last")->filename(), "epoch-0002.h5");
    }

    void theFirstCheckpointIsWrittenAtOnce()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        QCOMPARE(runs::findCheckpoint(recorder->folder(), "best")->filename(), "epoch-0001.h5");
        QCOMPARE(runs::readRun(recorder->folder())->bestEpoch, 1);
    }

    void aLastCheckpointThatCannotBeWrittenFailsTheRun()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        const auto checkpoints = recorder->folder() / "checkpoints";
        std::filesystem::remove_all(checkpoints);
        std::ofstream(checkpoints) << "a file where a folder must be";
        // Whether it is tried at once or at the end.
        const auto written = recordEpoch(*recorder, 2, 0.5, true);
        const auto ended = recorder->ended(outcome(training::Ending::Finished, 2));
        QVERIFY(says(ended, "epoch-0002.h5") || says(written, "epoch-0002.h5"));
        const auto info = runs::readRun(recorder->folder());
        QVERIFY(info->state == RunState::Failed && info->outcome.error.has_value());
    }

    void aReopenedRunGoesOnWhereItsCheckpointWas()
    {
        const Workplace place;
        auto recorder = place.record("a");
        const auto folder = recorder->folder();
        for (std::int64_t number = 1; number <= 3; ++number)
            QVERIFY(recordEpoch(*recorder, number, number == 2 ? 0.125 : 0.5, number <= 2));
        recorder->ended(outcome(training::Ending::Stopped, 3));
        const auto started = runs::readRun(folder)->started;

        auto again = Recorder::reopen(folder, checkpoint(2));
        QVERIFY2(again.has_value(), text(again));
        QVERIFY(runs::readRun(folder)->state == RunState::Running);
        QCOMPARE(runs::readRun(folder)->outcome.epochs, 2);
        QCOMPARE(runs::readRun(folder)->started, started);
        QCOMPARE(runs::readCurves(folder)->steps.step.size(), 20U);
        QCOMPARE(runs::readCurves(folder)->epochs.epoch, (Numbers { 1, 2 }));
        QCOMPARE(runs::checkpointNames(folder), (std::vector<std::string> { "best", "last", "1", "2" }));
        QCOMPARE(runs::findCheckpoint(folder, "best")->filename(), "epoch-0002.h5");
        QVERIFY(recordEpoch(**again, 3, 0.0625, true));
        (*again)->ended(outcome(training::Ending::Finished, 3));
        QCOMPARE(runs::readCurves(folder)->epochs.validation.at("loss"), (Numbers { 0.5, 0.125, 0.0625 }));
        QCOMPARE(runs::readCurves(folder)->steps.step.size(), 30U);
        QVERIFY(holdsOnly(folder, { "checkpoints", "lock", "metrics.h5", "run.json" }));
    }

    void aReopenedRunCutsAnEpochInItsMiddle()
    {
        const Workplace place;
        auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true) && recordEpoch(*recorder, 2, 0.25, true));
        recorder->ended(outcome(training::Ending::Stopped, 2));
        auto again = Recorder::reopen(recorder->folder(), checkpoint(1, 4));
        QVERIFY2(again.has_value(), text(again));
        QCOMPARE(runs::readCurves(recorder->folder())->steps.step.back(), 14.0);
        QCOMPARE(runs::readCurves(recorder->folder())->epochs.epoch, (Numbers { 1 }));
        QCOMPARE(runs::readRun(recorder->folder())->bestEpoch, 1);
    }

    void aRunWithoutACheckpointBeginsAgain()
    {
        const Workplace place;
        auto recorder = place.record("a");
        QVERIFY(recorder->stepDone(step(1)));
        recorder->ended(outcome(training::Ending::Failed, 0));
        auto again = Recorder::reopen(recorder->folder(), std::nullopt);
        QVERIFY2(again.has_value(), text(again));
        QVERIFY(runs::readCurves(recorder->folder())->steps.step.empty());
        QVERIFY(recordEpoch(**again, 1, 0.5, true));
    }

    void twoCannotWriteOneRun()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(says(Recorder::reopen(recorder->folder(), checkpoint(0)), "is being trained"));
        QVERIFY(says(runs::deleteRun(recorder->folder()), "is being trained"));
        QVERIFY(says(Recorder::create(place.runs(), "a", place.training()), "already a run of this name"));
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
    }

    void runsThatBeginTogetherTakeNamesOfTheirOwn()
    {
        const Workplace place;
        const auto training = place.training();
        std::vector<Result<std::unique_ptr<Recorder>>> recorders(6);
        {
            std::vector<std::jthread> threads;
            for (auto& recorder : recorders)
                threads.emplace_back([&] { recorder = Recorder::createNext(place.runs(), training); });
        }
        for (const auto& recorder : recorders)
            QVERIFY2(recorder.has_value(), text(recorder));
        QVERIFY(holdsOnly(place.runs(), { "tiny-1", "tiny-2", "tiny-3", "tiny-4", "tiny-5", "tiny-6" }));
    }

    void anAbandonedRecorderLeavesAnInterruptedRun()
    {
        const Workplace place;
        place.record("a").reset();
        QVERIFY(runs::readRun(place.runs() / "a")->state == RunState::Interrupted);
    }
};

QTEST_GUILESS_MAIN(RecorderTest)
#include "recorder_test.moc"
