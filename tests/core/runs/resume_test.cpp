// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"
#include "core/network/block_edits.hpp"
#include "core/runs/checkpoint_file.hpp"
#include "tests/core/runs/run_fixture.hpp"

#include <QCoreApplication>
#include <QProcess>

#include <csignal>

using namespace netwright;
using namespace netwright::fixture;

namespace {
constexpr const char* kDies = "--train-and-die";

/// A network that learns, with dropout, whose random numbers must go on too, and a block that is repeated.
training::Training realTraining(const Workplace& place)
{
    auto training = place.training();
    auto& network = training.network;
    network = { .name = "learner", .dataset = "flowers", .nodes = {}, .links = {} };
    const auto input = network.add("input", {});
    const auto hidden = network.add("dense", {});
    const auto dropout = network.add("dropout", {});
    const auto output = network.add("dense", {});
    const auto loss = network.add("softmax_cross_entropy", {});
    network.find(input)->parameters.set("column", std::string("features"));
    network.find(hidden)->parameters.set("units", std::int64_t { 8 });
    network.find(output)->parameters.set("units", std::int64_t { 2 });
    network.find(loss)->parameters.set("target", std::string("species"));
    network.connect({ { input, 0 }, { hidden, 0 } });
    network.connect({ { hidden, 0 }, { dropout, 0 } });
    network.connect({ { dropout, 0 }, { output, 0 } });
    network.connect({ { output, 0 }, { loss, 0 } });
    const auto block = network::makeBlock(network, {}, { hidden, dropout }, "Hidden").value();
    network = block.network;
    network.find(block.node)->parameters.set(network::kRepeat, std::int64_t { 2 });
    training.recipe.batch = 4;
    training.recipe.epochs = 4;
    training.recipe.threads = 1;
    return training;
}

/// Ends the process, as kill -9 does, after so many steps.
struct Killer : training::Observer {
    std::uint64_t last;
    explicit Killer(std::uint64_t step)
        : last(step)
    {
    }
    Status stepDone(const training::StepMetrics& metrics) override
    {
        if (metrics.step == last)
            ::raise(SIGKILL);
        return {};
    }
};

int trainAndDie(const char* folder, std::uint64_t step)
{
    const Workplace place { std::filesystem::path(folder) };
    const auto training = realTraining(place);
    const auto recorder = runs::Recorder::create(place.runs(), "killed", training).value();
    Killer killer(step);
    training::train(training, { recorder.get(), &killer });
    return 0;
}

struct Stopper : training::Observer {
    std::uint64_t last;
    std::stop_source source;
    explicit Stopper(std::uint64_t step)
        : last(step)
    {
    }
    Status stepDone(const training::StepMetrics& metrics) override
    {
        if (metrics.step == last)
            source.request_stop();
        return {};
    }
};

training::Outcome run(const Workplace& place, const std::string& name, Stopper* stopper = nullptr)
{
    const auto training = realTraining(place);
    const auto recorder = runs::Recorder::create(place.runs(), name, training).value();
    std::vector<training::Observer*> observers { recorder.get() };
    if (stopper)
        observers.push_back(stopper);
    return training::train(training, observers, stopper ? stopper->source.get_token() : std::stop_token {});
}

Result<training::Outcome> resume(const Workplace& place, const std::string& name)
{
    const auto training = runs::trainingToResume(place.projectFile(), name);
    if (!training)
        return failed(training);
    const auto recorder = runs::Recorder::reopen(place.runs() / name, training->from);
    if (!recorder)
        return failed(recorder);
    return training::train(*training, { recorder->get() });
}

training::Checkpoint lastCheckpoint(const Workplace& place, const std::string& name)
{
    return runs::findCheckpoint(place.runs() / name, "last").and_then(runs::readCheckpoint).value();
}

bool endedAlike(const Workplace& place, const std::string& a, const std::string& b)
{
    const auto left = lastCheckpoint(place, a);
    const auto right = lastCheckpoint(place, b);
    const auto curvesOf
        = [&](const std::string& name) { return runs::readCurves(place.runs() / name).value(); };
    return left.parameters == right.parameters && left.optimiserState == right.optimiserState
        && left.step == right.step && left.validation == right.validation
        && curvesOf(a).steps.loss == curvesOf(b).steps.loss
        && curvesOf(a).epochs.train == curvesOf(b).epochs.train
        && curvesOf(a).epochs.validation == curvesOf(b).epochs.validation
        && curvesOf(a).epochs.epoch == curvesOf(b).epochs.epoch;
}
} // namespace

class ResumeTest : public QObject {
    Q_OBJECT

private:
    static std::unique_ptr<Workplace> placeOfRows(int rows)
    {
        auto place = std::make_unique<Workplace>();
        place->writeTable(rows);
        return place;
    }

private slots:
    void aKilledTrainingEndsAsIfNothingHadHappened_data()
    {
        QTest::addColumn<quint64>("step");
        QTest::newRow("before the first checkpoint") << quint64 { 3 };
        QTest::newRow("in the middle of epoch 3") << quint64 { 20 };
    }

    void aKilledTrainingEndsAsIfNothingHadHappened()
    {
        QFETCH(quint64, step);
        const auto place = placeOfRows(64); // 36 rows to train on: 9 steps an epoch
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    { kDies, QString::fromStdString(place->path().string()), QString::number(step) });
        QVERIFY(child.waitForFinished());
        QVERIFY2(child.exitStatus() == QProcess::CrashExit, child.readAllStandardError());
        QVERIFY(runs::readRun(place->runs() / "killed")->state == runs::RunState::Interrupted);
        const auto resumed = resume(*place, "killed");
        QVERIFY2(resumed.has_value(), text(resumed));
        QVERIFY(resumed->ending == training::Ending::Finished);
        QVERIFY(run(*place, "whole").ending == training::Ending::Finished);
        QVERIFY(endedAlike(*place, "killed", "whole"));
        QCOMPARE(lastCheckpoint(*place, "whole").epoch, 4);
    }

    void aStoppedTrainingEndsAsIfNothingHadHappened()
    {
        const auto place = placeOfRows(64);
        Stopper stopper(14);
        QVERIFY(run(*place, "stopped", &stopper).ending == training::Ending::Stopped);
        QVERIFY(lastCheckpoint(*place, "stopped").batchInEpoch > 0);
        const auto resumed = resume(*place, "stopped");
        QVERIFY2(resumed.has_value(), text(resumed));
        run(*place, "whole");
        QVERIFY(endedAlike(*place, "stopped", "whole"));
    }

    void aFinishedRunIsRefused()
    {
        const Workplace place;
        place.record("a")->ended(outcome(training::Ending::Finished, 4));
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "a"), "nothing to resume"));
    }

    void aRunningRunIsRefused()
    {
        const Workplace place;
        const auto recorder = place.record("a");
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "a"), "is being trained by process"));
    }

    void changedDataIsRefused()
    {
        const Workplace place;
        place.record("a")->ended(outcome(training::Ending::Stopped, 0));
        place.writeTable(14);
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "a"), "dataset \"flowers\" has changed"));
    }

    void missingDataIsNamed()
    {
        const Workplace place;
        place.record("a")->ended(outcome(training::Ending::Stopped, 0));
        std::filesystem::remove(place.path() / "flowers.csv");
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "a"), "flowers.csv"));
    }

    void unknownAndForeignRunsAreRefused()
    {
        const Workplace place;
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "none"), "no such run"));
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "../p.runs"), "run name"));
        std::filesystem::create_directories(place.runs() / "empty");
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "empty"), "run.json"));
    }

    void aDamagedCheckpointIsNamed()
    {
        const Workplace place;
        auto recorder = place.record("a");
        QVERIFY(recordEpoch(*recorder, 1, 0.5, true));
        recorder->ended(outcome(training::Ending::Stopped, 1));
        const auto file = recorder->folder() / "checkpoints" / "epoch-0001.h5";
        std::filesystem::resize_file(file, 1000);
        QVERIFY(says(runs::trainingToResume(place.projectFile(), "a"), file.string()));
    }
};

/// The test, or, as its own child, a training that dies.
int main(int argc, char** argv)
{
    if (argc == 4 && std::string_view(argv[1]) == kDies)
        return trainAndDie(argv[2], std::stoull(argv[3]));
    QCoreApplication application(argc, argv);
    ResumeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "resume_test.moc"
