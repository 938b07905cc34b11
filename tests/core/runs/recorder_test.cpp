// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/runs/checkpoint_file.hpp"
#include "tests/core/runs/run_fixture.hpp"

#include <QProcess>

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <limits>
#include <thread>

using namespace netwright;
using namespace netwright::fixture;
using runs::Recorder;
using runs::RunState;
using Numbers = std::vector<double>;

namespace {
/// A small disk of its own; only root can have one.
class SmallDisk {
public:
    SmallDisk(std::filesystem::path at, const char* size)
        : m_at(std::move(at))
    {
        std::filesystem::create_directories(m_at);
        m_isMounted = ::mount("none", m_at.c_str(), "tmpfs", 0, size) == 0;
    }
    ~SmallDisk() { unmount(); }
    [[nodiscard]] bool isMounted() const { return m_isMounted; }
    /// False where someone keeps a file open on it.
    bool unmount() { return m_isMounted && std::exchange(m_isMounted, false) && ::umount(m_at.c_str()) == 0; }

private:
    std::filesystem::path m_at;
    bool m_isMounted = false;
};

/// A process that records two epochs and five steps more, tells so, and waits to be killed.
class Writer {
public:
    explicit Writer(const Workplace& place)
    {
        int ends[2];
        if (::pipe(ends) != 0)
            qFatal("no pipe");
        m_process = ::fork();
        if (m_process == 0) {
            const auto recorder = place.record("killed");
            bool isGood = recordEpoch(*recorder, 1, 0.75, true) && recordEpoch(*recorder, 2, 0.5, true);
            for (std::uint64_t i = 21; i <= 220; ++i) // the last of which makes them all be written
                isGood = isGood && recorder->stepDone(step(i));
            isGood = isGood && recorder->epochDone(epoch(3, 0.25)); // dies before the checkpoint
            if (::write(ends[1], isGood ? "y" : "n", 1) == 1)
                ::pause();
            ::_exit(1);
        }
        ::close(ends[1]);
        char answer = 0;
        m_isGood = ::read(ends[0], &answer, 1) == 1 && answer == 'y';
        ::close(ends[0]);
    }
    ~Writer() { kill(); }
    [[nodiscard]] bool isGood() const { return m_isGood; }
    void kill()
    {
        if (const auto process = std::exchange(m_process, 0); process > 0) {
            ::kill(process, SIGKILL);
            ::waitpid(process, nullptr, 0);
        }
    }

private:
    pid_t m_process = 0;
    bool m_isGood = false;
};
} // namespace

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
        for (std::int64_t number = 1; number <= 11; ++number)
            QVERIFY(recordEpoch(*recorder, number, 0.5, number == 2));
        QCOMPARE(runs::findCheckpoint(folder, "best")->filename(), "epoch-0002.h5");
        QCOMPARE(runs::findCheckpoint(folder, "last")->filename(), "epoch-0011.h5");
        QCOMPARE(runs::readCheckpoint(*runs::findCheckpoint(folder, "10"))->epoch, 10);
        QVERIFY(says(runs::findCheckpoint(folder, "12"), "best, last, 1, 2"));
        QVERIFY(says(runs::findCheckpoint(folder, "../../x"), "there is no checkpoint"));
        QCOMPARE(runs::checkpointNames(folder).size(), 13U);
        QCOMPARE(runs::checkpointNames(folder).back(), "11");
    }

    void aStopWithinAnEpochIsTheLastCheckpoint()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        QVERIFY(recorder->checkpoint(checkpoint(1, 7), false));
        QCOMPARE(runs::readCheckpoint(*runs::findCheckpoint(recorder->folder(), "last"))->batchInEpoch, 7);
        QCOMPARE(runs::readCheckpoint(*runs::findCheckpoint(recorder->folder(), "best"))->batchInEpoch, 0);
        QCOMPARE(runs::checkpointNames(recorder->folder()),
                 (std::vector<std::string> { "best", "last", "1" }));
        QVERIFY(recordEpoch(*recorder, 2, 0.5, false));
        QCOMPARE(runs::findCheckpoint(recorder->folder(), "last")->filename(), "epoch-0002.h5");
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

    void anAbandonedRecorderLeavesAnInterruptedRun()
    {
        const Workplace place;
        place.record("a").reset();
        QVERIFY(runs::readRun(place.runs() / "a")->state == RunState::Interrupted);
    }

    void aKilledRunIsReadAndGoesOn()
    {
        const Workplace place;
        const auto folder = place.runs() / "killed";
        Writer writer(place);
        QVERIFY(writer.isGood());
        const auto running = runs::readRun(folder);
        QVERIFY2(running.has_value(), text(running));
        QVERIFY(running->state == RunState::Running && running->processId != ::getpid());
        QCOMPARE(runs::readCurves(folder)->steps.step.size(), 220U);
        QVERIFY(says(Recorder::reopen(folder, checkpoint(2)), "is being trained"));
        QVERIFY(says(runs::deleteRun(folder), "is being trained"));

        writer.kill();
        QVERIFY(runs::readRun(folder)->state == RunState::Interrupted);
        const auto curves = runs::readCurves(folder);
        QVERIFY2(curves.has_value(), text(curves));
        QCOMPARE(curves->steps.loss.at(219), 1.0 / 220);
        QCOMPARE(curves->epochs.epoch, (Numbers { 1, 2, 3 }));

        const auto last = runs::readCheckpoint(*runs::findCheckpoint(folder, "last"));
        QVERIFY2(last.has_value(), text(last));
        auto again = Recorder::reopen(folder, *last);
        QVERIFY2(again.has_value(), text(again));
        QVERIFY(recordEpoch(**again, 3, 0.125, true));
        (*again)->ended(outcome(training::Ending::Finished, 3));
        QCOMPARE(runs::readCurves(folder)->steps.step.size(), 30U);
        QCOMPARE(runs::readCurves(folder)->epochs.validation.at("loss"), (Numbers { 0.75, 0.5, 0.125 }));
        QVERIFY(runs::readRun(folder)->state == RunState::Finished);
    }

    void aReaderBesideAWriterSeesOnlyWhatIsTrue_data()
    {
        QTest::addColumn<bool>("isProcess");
        QTest::newRow("in another process") << true;
        QTest::newRow("in another thread") << false;
    }

    void aReaderBesideAWriterSeesOnlyWhatIsTrue()
    {
        QFETCH(bool, isProcess);
        const Workplace place;
        const auto write = [&](const std::stop_token& stop) {
            const auto recorder = place.record("busy");
            for (std::int64_t number = 1; !stop.stop_requested() && number < 2000; ++number)
                if (!recordEpoch(*recorder, number, 0.5, true))
                    return false;
            return true;
        };
        pid_t process = 0;
        std::jthread thread;
        if (!isProcess)
            thread = std::jthread([&](const std::stop_token& stop) { QVERIFY(write(stop)); });
        else if (process = ::fork(); process == 0)
            ::_exit(write({}) ? 0 : 1);
        const auto folder = place.runs() / "busy";
        QTRY_VERIFY(std::filesystem::exists(folder));
        int reads = 0;
        int faults = 0;
        for (std::size_t seen = 0; seen < 300 && reads < 20'000; ++reads) {
            const auto curves = runs::readCurves(folder);
            faults += !curves;
            if (!curves)
                qInfo("%s", text(curves));
            for (std::size_t i = 0; curves && i < curves->steps.step.size(); ++i)
                if (curves->steps.loss[i] != 1.0 / static_cast<double>(i + 1))
                    QFAIL(qPrintable(QString("step %1 of %2").arg(i + 1).arg(curves->steps.step.size())));
            for (std::size_t i = 0; curves && i < curves->epochs.epoch.size(); ++i)
                if (curves->epochs.train.at("loss")[i] != 0.5 / static_cast<double>(i + 1))
                    QFAIL(qPrintable(QString("epoch %1 of %2").arg(i + 1).arg(curves->epochs.epoch.size())));
            seen = curves ? std::max(seen, curves->steps.step.size()) : seen;
        }
        if (process > 0) {
            ::kill(process, SIGKILL);
            ::waitpid(process, nullptr, 0);
        }
        qInfo("%d reads, %d faults", reads, faults);
        QVERIFY(reads < 20'000);
        QCOMPARE(faults, 0);
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        const Workplace place;
        std::ofstream(place.runs()) << "a file where the folder should be";
        const auto made = Recorder::create(place.runs(), "a", place.training());
        QVERIFY(says(made, (place.runs() / "a").string()));
        QVERIFY(says(made, "make its parent writable"));
    }

    void aReadOnlyDiskIsNamed()
    {
        const Workplace place;
        SmallDisk disk(place.runs(), "size=1m");
        if (!disk.isMounted()
            || ::mount("none", place.runs().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0)
            QSKIP("only root can mount a disk");
        QVERIFY(says(Recorder::create(place.runs(), "a", place.training()), "Read-only file system"));
    }

    void aDiskThatFillsEndsTheRunAndKeepsWhatWasWritten()
    {
        const Workplace place;
        SmallDisk disk(place.runs(), "size=600k");
        if (!disk.isMounted())
            QSKIP("only root can mount a small disk");
        const auto folder = place.runs() / "a";
        {
            const auto recorder = place.record("a");
            QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
            Status done;
            std::uint64_t count = 10;
            while (done && count < 1'000'000)
                done = recorder->stepDone(step(++count));
            QVERIFY(says(done, (folder / "metrics.h5").string()));
            QVERIFY(says(done, "No space left"));
            const auto late = recorder->checkpoint(checkpoint(2), true);
            QVERIFY2(!late || runs::readCheckpoint(*runs::findCheckpoint(folder, "last"))->epoch == 2,
                     text(late));
            recorder->ended(outcome(training::Ending::Failed, 1));
            const auto curves = runs::readCurves(folder);
            QVERIFY2(curves.has_value(), text(curves));
            QVERIFY(curves->steps.step.size() > 1000 && curves->steps.step.size() < count);
            QCOMPARE(curves->steps.loss.at(999), 1.0 / 1000);
            QVERIFY(runs::readCheckpoint(*runs::findCheckpoint(folder, "1")).has_value());
            QVERIFY(holdsOnly(folder, { "checkpoints", "lock", "metrics.h5", "run.json" }));
        }
        QVERIFY(runs::readRun(folder)->state == RunState::Failed
                || runs::readRun(folder)->state == RunState::Interrupted);
        QVERIFY(disk.unmount());
    }

    void aFullDiskMakesNoRun()
    {
        const Workplace place;
        SmallDisk disk(place.runs(), "size=16k");
        if (!disk.isMounted())
            QSKIP("only root can mount a small disk");
        QVERIFY(says(Recorder::create(place.runs(), "a", place.training()), "No space left"));
        QVERIFY(holdsOnly(place.runs(), {}));
        QVERIFY(disk.unmount());
    }

    void damagedMetricsNeverCrash_data()
    {
        QTest::addColumn<bool>("isCut");
        QTest::newRow("cut") << true;
        QTest::newRow("flipped") << false;
    }

    void damagedMetricsNeverCrash()
    {
        QFETCH(bool, isCut);
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        recorder->ended(outcome(training::Ending::Stopped, 1));
        const auto bytes = readFile(recorder->folder() / "metrics.h5", 1 << 24).value();
        std::filesystem::create_directory(place.path() / "b");
        int refused = 0;
        for (std::size_t at = 0; at < bytes.size(); at += at < 8192 ? 31 : 2039) {
            auto damaged = isCut ? bytes.substr(0, at) : bytes;
            if (!isCut)
                damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
            std::ofstream(place.path() / "b" / "metrics.h5", std::ios::binary) << damaged;
            const auto curves = runs::readCurves(place.path() / "b");
            refused += !curves;
            QVERIFY(!curves || curves->steps.step.size() <= 10);
        }
        QVERIFY(refused > 50);
    }
};

QTEST_GUILESS_MAIN(RecorderTest)
#include "recorder_test.moc"
