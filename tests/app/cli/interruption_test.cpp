// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/checkpoint_file.hpp"
#include "tests/app/cli/workspace.hpp"

#include <QProcess>
#include <QTest>

#include <csignal>

using namespace netwright;
using samples::Said;

/// The real program, killed and stopped in the middle of its work.
class InterruptionTest : public QObject {
    Q_OBJECT

    static constexpr auto* kProject = "fashion.netwright";
    static constexpr auto* kEpochs = "6";
    samples::Workspace m_workspace { 1000 };
    std::optional<training::Checkpoint> m_whole; ///< the end of an uninterrupted training

    [[nodiscard]] std::filesystem::path runFolder(const std::string& run) const
    {
        return std::filesystem::path(m_workspace.path("fashion.runs")) / run;
    }

    [[nodiscard]] std::optional<training::Checkpoint> endOf(const std::string& run) const
    {
        const auto checkpoint = runs::findCheckpoint(runFolder(run), "last").and_then(runs::readCheckpoint);
        return checkpoint ? std::optional(*checkpoint) : std::nullopt;
    }

    /// Whether it runs: who has no process must not send it a signal.
    [[nodiscard]] bool startTraining(QProcess& process, const char* run) const
    {
        process.start(NETWRIGHT_BINARY_DIR "/netwright-cli",
                      { "train", QString::fromStdString(m_workspace.path(kProject)), "--network", "cnn",
                        "--epochs", kEpochs, "--threads", "1", "--name", run });
        return process.waitForStarted();
    }

    /// Once there is a checkpoint, a later epoch is running. Which one it is of depends on how fast the disk
    /// is: the first is written at once, later ones may be let go.
    void waitForACheckpoint(const std::string& run) const
    {
        const auto folder = runFolder(run) / "checkpoints";
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(folder) && !std::filesystem::is_empty(folder),
                                 120'000);
    }

    void compareWithTheUninterrupted(const std::string& run) const
    {
        const auto end = endOf(run);
        QVERIFY(end && m_whole);
        QCOMPARE(end->step, m_whole->step);
        QVERIFY(end->parameters == m_whole->parameters);
        QVERIFY(end->optimiserState == m_whole->optimiserState);
        QVERIFY(end->validation == m_whole->validation);
    }

    [[nodiscard]] std::string stateOf(const std::string& run) const
    {
        for (const auto& each : m_workspace.say({ "runs", kProject, "--json" }).json())
            if (each["run"] == run)
                return each["state"];
        return "not there";
    }

private slots:
    void initTestCase()
    {
        const Said said = m_workspace.say({ "train", kProject, "--network", "cnn", "--epochs", kEpochs,
                                            "--threads", "1", "--name", "whole" });
        QVERIFY2(said.code == 0, said.progress.c_str());
        m_whole = endOf("whole");
    }

    void aRunKilledInTheMiddleOfAnEpochResumesToTheSameWeights()
    {
        QProcess process;
        QVERIFY2(startTraining(process, "killed"), qPrintable(process.errorString()));
        waitForACheckpoint("killed");
        process.kill(); // SIGKILL
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        QCOMPARE(stateOf("killed"), std::string("interrupted"));

        const Said said = m_workspace.say({ "resume", kProject, "--run", "killed", "--json" });
        QVERIFY2(said.code == 0, said.progress.c_str());
        QCOMPARE(said.json()["epochs"].get<int>(), 6);
        QCOMPARE(stateOf("killed"), std::string("finished"));
        compareWithTheUninterrupted("killed");
    }

    void aSignalStopsWithACheckpointAndSaysHowToGoOn_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addRow("SIGINT") << SIGINT;
        QTest::addRow("SIGTERM") << SIGTERM;
    }
    void aSignalStopsWithACheckpointAndSaysHowToGoOn()
    {
        QFETCH(int, signal);
        const std::string run = QTest::currentDataTag();
        QProcess process;
        QVERIFY2(startTraining(process, run.c_str()), qPrintable(process.errorString()));
        waitForACheckpoint(run);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        const QString said = process.readAllStandardError();
        QVERIFY2(said.contains("netwright-cli resume") && said.contains("--run"), qPrintable(said));
        QVERIFY2(!said.contains("error"), qPrintable(said));
        QVERIFY(process.readAllStandardOutput().isEmpty());
        QCOMPARE(stateOf(run), std::string("stopped"));
        const auto stopped = endOf(run);
        QVERIFY(stopped && stopped->epoch >= 1);

        const Said resumed = m_workspace.say({ "resume", kProject, "--run", run });
        QVERIFY2(resumed.code == 0, resumed.progress.c_str());
        compareWithTheUninterrupted(run);
    }
};

QTEST_GUILESS_MAIN(InterruptionTest)
#include "interruption_test.moc"
