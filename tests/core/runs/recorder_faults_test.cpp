// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/runs/checkpoint_file.hpp"
#include "tests/core/runs/run_fixture.hpp"

#include <QProcess>

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <optional>
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

/// A process of our own that ends with its owner, whatever a test does in between.
class Child {
public:
    template <class Work>
    explicit Child(const Work& work)
        : m_process(::fork())
    {
        if (m_process == 0) {
            work();
            ::_exit(0);
        }
    }
    ~Child() { kill(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    void kill()
    {
        if (const auto process = std::exchange(m_process, 0); process > 0) {
            ::kill(process, SIGKILL);
            ::waitpid(process, nullptr, 0);
        }
    }

private:
    pid_t m_process;
};

/// A process that records two epochs and five steps more, tells so, and waits to be killed.
class Writer {
public:
    explicit Writer(const Workplace& place)
    {
        int ends[2];
        if (::pipe(ends) != 0)
            qFatal("no pipe");
        m_child.emplace([&] {
            const auto recorder = place.record("killed");
            bool isGood = recordEpoch(*recorder, 1, 0.75, true) && recordEpoch(*recorder, 2, 0.5, true);
            for (std::uint64_t i = 21; i <= 220; ++i) // the last of which makes them all be written
                isGood = isGood && recorder->stepDone(step(i));
            isGood = isGood && recorder->epochDone(epoch(3, 0.25)); // dies before the checkpoint
            if (::write(ends[1], isGood ? "y" : "n", 1) == 1)
                ::pause();
        });
        ::close(ends[1]);
        char answer = 0;
        m_isGood = ::read(ends[0], &answer, 1) == 1 && answer == 'y';
        ::close(ends[0]);
    }
    [[nodiscard]] bool isGood() const { return m_isGood; }
    void kill() { m_child->kill(); }

private:
    std::optional<Child> m_child;
    bool m_isGood = false;
};
} // namespace

class RecorderFaultsTest : public QObject {
    Q_OBJECT

private slots:
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
        // From the second checkpoint, or from the first where the second was not written yet.
        QVERIFY(last->epoch == 1 || last->epoch == 2);
        if (last->epoch == 1)
            QVERIFY(recordEpoch(**again, 2, 0.5, true));
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
        std::optional<Child> child;
        std::jthread thread;
        if (!isProcess)
            thread = std::jthread([&](const std::stop_token& stop) { QVERIFY(write(stop)); });
        else
            child.emplace([&] { static_cast<void>(write({})); });
        const auto folder = place.runs() / "busy";
        QTRY_VERIFY(std::filesystem::exists(folder));
        int reads = 0;
        int faults = 0;
        for (std::size_t seen = 0; seen < 15'000 && reads < 20'000; ++reads) {
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
        child.reset();
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
            const auto ended = recorder->ended(outcome(training::Ending::Failed, 1));
            const bool isKept = runs::readCheckpoint(*runs::findCheckpoint(folder, "last"))->epoch == 2;
            QVERIFY2(!late || !ended || isKept, text(ended));
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

    void aDamagedFileIsNotPrintedAboutInAnyThread()
    {
        const Workplace place;
        std::ofstream(place.path() / "metrics.h5") << "no HDF5";
        const auto said = place.path() / "said.txt";
        const int before = ::dup(STDERR_FILENO);
        QVERIFY(std::freopen(said.c_str(), "w", stderr));
        static_cast<void>(runs::readCurves(place.path()));
        std::jthread([&] { static_cast<void>(runs::readCurves(place.path())); }).join();
        std::fflush(stderr);
        ::dup2(before, STDERR_FILENO);
        ::close(before);
        QCOMPARE(readFile(said, 1 << 16).value(), std::string());
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

QTEST_GUILESS_MAIN(RecorderFaultsTest)
#include "recorder_faults_test.moc"
