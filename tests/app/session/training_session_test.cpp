// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/run_tasks.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace netwright;
using session::toPath;
using session::TrainingSession;
using session::TrainingState;
using session::Workspace;

namespace {
const std::filesystem::path kSamples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";

/// Iris, in a folder of its own for its runs, open and ready to train.
struct Iris {
    QTemporaryDir folder;
    Workspace workspace;

    Iris()
    {
        for (const char* name : { "iris.netwright", "iris.csv" })
            std::filesystem::copy_file(kSamples / name, toPath(folder.path()) / name);
    }

    bool open()
    {
        if (!workspace.document.open(toPath(folder.path()) / "iris.netwright"))
            return false;
        return QTest::qWaitFor([this] { return workspace.document.dataset(network().dataset) != nullptr; });
    }

    const network::Network& network() { return workspace.document.project().networks.front(); }

    training::Training training(std::int64_t epochs)
    {
        auto recipe = workspace.document.project().recipes.front();
        recipe.epochs = epochs;
        return { .network = network(),
                 .recipe = recipe,
                 .dataset = workspace.document.dataset(network().dataset),
                 .from = {} };
    }
};
} // namespace

class TrainingSessionTest : public QObject {
    Q_OBJECT

private slots:
    void trainingOnIrisTellsItsNumbersAndLeavesARun();
    void pausingHoldsItAndResumingGoesOn();
    void aStoppedRunGoesOn();
    void anotherProjectHasNothingOfTheTrainingBefore();
    void aTrainingThatStillRunsSaysNoMoreInAnotherProject();
    void savingUnderAnotherNameKeepsTheTraining();
    void aFolderThatCannotBeWrittenIsSaid();
    void aRunIsEvaluatedAndExported();
};

void TrainingSessionTest::trainingOnIrisTellsItsNumbersAndLeavesARun()
{
    Iris iris;
    QVERIFY(iris.open());
    TrainingSession& training = iris.workspace.training;
    QSignalSpy progressed(&training, &TrainingSession::progressed);
    QSignalSpy started(&training, &TrainingSession::runStarted);
    QSignalSpy ended(&training, &TrainingSession::runEnded);
    training.start(iris.training(30), iris.workspace.document.runsFolder());
    QCOMPARE(training.state(), TrainingState::Preparing);
    QVERIFY(ended.wait(60'000));
    QCOMPARE(training.state(), TrainingState::Idle);
    QVERIFY2(training.error().isEmpty(), qPrintable(training.error()));
    QCOMPARE(started.count(), 1);
    QCOMPARE(training.outcome()->ending, training::Ending::Finished);
    QCOMPARE(training.curves().epochs.epoch.size(), std::size_t { 30 });
    QCOMPARE(training.curves().steps.loss.size(), static_cast<std::size_t>(training.outcome()->steps));
    const auto& losses = training.curves().epochs.train.at("loss");
    QVERIFY2(losses.back() < losses.front() * 0.9, "it has not learnt");
    // The numbers come by the timer, not by the step.
    QVERIFY(progressed.count() < static_cast<int>(training.outcome()->steps));

    iris.workspace.runs.refresh();
    // It may have been listed while it still ran; it is listed again.
    QTRY_VERIFY(iris.workspace.runs.find(training.runName().toStdString())
                && iris.workspace.runs.runs().front().state == runs::RunState::Finished);
}

void TrainingSessionTest::pausingHoldsItAndResumingGoesOn()
{
    Iris iris;
    QVERIFY(iris.open());
    TrainingSession& training = iris.workspace.training;
    training.start(iris.training(1'000'000), iris.workspace.document.runsFolder());
    QTRY_VERIFY(training.latest().has_value());
    training.pause();
    QCOMPARE(training.state(), TrainingState::Paused);
    // The step that was running may still be told; after that, silence.
    QSignalSpy progressed(&training, &TrainingSession::progressed);
    while (progressed.wait(150)) { }
    const auto steps = training.curves().steps.step.size();
    QVERIFY(!progressed.wait(300));
    training.resume();
    QTRY_VERIFY(training.curves().steps.step.size() > steps);
    training.stop();
    QTRY_COMPARE(training.state(), TrainingState::Idle);
    QCOMPARE(training.outcome()->ending, training::Ending::Stopped);
}

void TrainingSessionTest::aStoppedRunGoesOn()
{
    Iris iris;
    QVERIFY(iris.open());
    TrainingSession& training = iris.workspace.training;
    QSignalSpy ended(&training, &TrainingSession::runEnded);
    training.start(iris.training(3000), iris.workspace.document.runsFolder());
    QTRY_VERIFY(training.curves().epochs.epoch.size() >= 2);
    training.stop();
    QVERIFY(ended.wait());
    const auto before = training.outcome()->steps;
    const auto run = training.runName().toStdString();
    const auto seen = training.running().at("accuracy").step;
    training.resumeRun(iris.workspace.document.file(), run);
    QTRY_VERIFY(training.latest().has_value() || !training.error().isEmpty());
    QVERIFY2(training.error().isEmpty(), qPrintable(training.error()));
    QCOMPARE(training.runName().toStdString(), run);
    QVERIFY(training.curves().steps.step.size() >= before);
    QVERIFY(training.latest()->step > before);
    const auto& now = training.running().at("accuracy").step;
    QVERIFY(now.size() > seen.size());
    QVERIFY(std::equal(seen.begin(), seen.end(), now.begin()));
    training.stop();
    QTRY_COMPARE(training.state(), TrainingState::Idle);

    training.forget(); // as another session, that has not seen the run
    training.resumeRun(iris.workspace.document.file(), run);
    QTRY_VERIFY(training.latest().has_value());
    const auto& epochs = training.curves().epochs;
    QVERIFY(training.running().at("accuracy").step.size() >= 2);
    QCOMPARE(training.running().at("accuracy").step.front(), epochs.step.front());
    QCOMPARE(training.running().at("accuracy").value.front(), epochs.train.at("accuracy").front());
    training.stop();
    QTRY_COMPARE(training.state(), TrainingState::Idle);
}

void TrainingSessionTest::anotherProjectHasNothingOfTheTrainingBefore()
{
    Iris iris;
    QVERIFY(iris.open());
    TrainingSession& training = iris.workspace.training;
    QSignalSpy ended(&training, &TrainingSession::runEnded);
    training.start(iris.training(1), iris.workspace.document.runsFolder());
    QVERIFY(ended.wait(60'000));
    QVERIFY(training.outcome().has_value());
    iris.workspace.document.reset();
    QVERIFY(!training.outcome() && !training.facts() && !training.latest());
    QVERIFY(training.runName().isEmpty());
    QVERIFY(training.curves().steps.step.empty() && training.running().empty());
}

void TrainingSessionTest::aTrainingThatStillRunsSaysNoMoreInAnotherProject()
{
    Iris iris;
    QVERIFY(iris.open());
    TrainingSession& training = iris.workspace.training;
    training.start(iris.training(1'000'000), iris.workspace.document.runsFolder());
    QTRY_VERIFY(training.latest().has_value());
    QSignalSpy ended(&training, &TrainingSession::runEnded);
    const auto folder = iris.workspace.runs.folderOf(training.runName().toStdString());
    iris.workspace.document.reset();
    QTRY_COMPARE(training.state(), TrainingState::Idle);
    QVERIFY(!training.outcome() && !training.latest() && training.error().isEmpty());
    QVERIFY(training.curves().steps.step.empty());
    QVERIFY(ended.isEmpty());
    const auto run = runs::readRun(folder);
    QVERIFY(run.has_value());
    QCOMPARE(run->state, runs::RunState::Stopped); // nothing of it is lost
}

void TrainingSessionTest::savingUnderAnotherNameKeepsTheTraining()
{
    Iris iris;
    QVERIFY(iris.open());
    TrainingSession& training = iris.workspace.training;
    training.start(iris.training(1'000'000), iris.workspace.document.runsFolder());
    QTRY_VERIFY(training.latest().has_value());
    QVERIFY(iris.workspace.document.saveAs(toPath(iris.folder.path()) / "other.netwright").has_value());
    QCOMPARE(training.state(), TrainingState::Running);
    QVERIFY(training.latest().has_value());
    training.stop();
    QTRY_COMPARE(training.state(), TrainingState::Idle);
}

void TrainingSessionTest::aFolderThatCannotBeWrittenIsSaid()
{
    Iris iris;
    QVERIFY(iris.open());
    TrainingSession& training = iris.workspace.training;
    training.start(iris.training(1), "/proc/no-such-place");
    QTRY_COMPARE(training.state(), TrainingState::Idle);
    QVERIFY2(training.error().contains(QStringLiteral("/proc/no-such-place")), qPrintable(training.error()));
}

void TrainingSessionTest::aRunIsEvaluatedAndExported()
{
    Iris iris;
    QVERIFY(iris.open());
    QSignalSpy ended(&iris.workspace.training, &TrainingSession::runEnded);
    iris.workspace.training.start(iris.training(30), iris.workspace.document.runsFolder());
    QVERIFY(ended.wait(60'000));
    iris.workspace.runs.refresh();
    QTRY_COMPARE(iris.workspace.runs.runs().size(), std::size_t { 1 });
    const auto& run = iris.workspace.runs.runs().front();
    session::RunChoice choice { .run = run,
                                .runFolder = iris.workspace.runs.folderOf(run.name),
                                .projectFolder = iris.workspace.document.folder(),
                                .checkpoint = "best",
                                .dataset = {} };
    const auto report = session::evaluateRun(choice, data::Part::Train, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QCOMPARE(report->rows,
             static_cast<std::int64_t>(
                 iris.workspace.document.dataset(iris.network().dataset)->rows(data::Part::Train).size()));
    const auto exported
        = session::exportRun(choice, toPath(iris.folder.filePath(QStringLiteral("a.onnx"))), 64, {});
    QVERIFY2(exported.has_value(), exported ? "" : exported.error().text().c_str());
    QVERIFY(exported->parity.isSame);
    QVERIFY(exported->bytes > 100);
    choice.checkpoint = "999";
    QVERIFY(!session::evaluateRun(choice, data::Part::Train, {}).has_value());
}

QTEST_GUILESS_MAIN(TrainingSessionTest)
#include "training_session_test.moc"
