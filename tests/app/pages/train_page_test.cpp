// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/recipe_panel.hpp"
#include "app/pages/run_picker.hpp"
#include "app/pages/runs_page.hpp"
#include "app/pages/train_page.hpp"
#include "app/pages/training_curves.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/view/message_banner.hpp"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace netwright;
using namespace netwright::pages;
using session::toPath;

namespace {
/// A copy of iris without any recipe, open.
struct Desk {
    QTemporaryDir folder;
    session::Workspace workspace;
    TrainPage page { workspace };

    Desk()
    {
        const auto samples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";
        for (const char* name : { "iris.netwright", "iris.csv" })
            std::filesystem::copy_file(samples / name, toPath(folder.path()) / name);
        page.show();
    }

    [[nodiscard]] bool open()
    {
        auto& document = workspace.document;
        if (!document.open(toPath(folder.path()) / "iris.netwright"))
            return false;
        auto after = document.project();
        after.recipes.clear();
        document.edit(QStringLiteral("Clear"), std::move(after));
        const auto dataset = document.project().networks.front().dataset;
        return QTest::qWaitFor([&] { return document.dataset(dataset) != nullptr; });
    }
    [[nodiscard]] const project::Project& project() const { return workspace.document.project(); }
    void train(std::int64_t epochs)
    {
        auto after = project();
        after.recipes.front().epochs = epochs;
        workspace.document.edit(QStringLiteral("Epochs"), std::move(after));
        start().trigger();
    }
    [[nodiscard]] QAction& start() const { return *page.trainingActions().front(); }
};
} // namespace

class TrainPageTest : public QObject {
    Q_OBJECT

private slots:
    void aNetworkWithoutARecipeIsOfferedOne();
    void startingWithoutARecipeMakesOne();
    void whatTheMachineDoesNotHaveIsSaidBesideTheRecipe();
    void aStoppedTrainingIsResumedFromHere();
    void whatEndedLastIsChosenInTheOtherModes();
    void theLossIsSmoothedAndTheAccuracyShowsNoLoss();
};

void TrainPageTest::aNetworkWithoutARecipeIsOfferedOne()
{
    Desk desk;
    QVERIFY(desk.open());
    auto* add = desk.page.findChild<QPushButton*>(QStringLiteral("addRecipe"));
    QVERIFY(add->isVisible());
    QTest::mouseClick(add, Qt::LeftButton);
    QCOMPARE(desk.project().recipes.size(), std::size_t { 1 });
    QCOMPARE(desk.page.recipe().recipe(), desk.project().recipes.front().name);
    QVERIFY(!add->isVisible());
}

void TrainPageTest::startingWithoutARecipeMakesOne()
{
    Desk desk;
    QVERIFY(desk.open());
    desk.start().trigger();
    QCOMPARE(desk.project().recipes.size(), std::size_t { 1 });
    QVERIFY(desk.workspace.training.isActive());
    desk.workspace.training.stop();
    QTRY_VERIFY(!desk.workspace.training.isActive());
}

void TrainPageTest::whatTheMachineDoesNotHaveIsSaidBesideTheRecipe()
{
    Desk desk;
    QVERIFY(desk.open());
    desk.page.recipe().addRecipe();
    auto* misfits = desk.page.findChild<QLabel*>(QStringLiteral("misfits"));
    QVERIFY(!misfits->isVisible());
    auto after = desk.project();
    after.recipes.front().threads = 1024;
    desk.workspace.document.edit(QStringLiteral("Threads"), std::move(after));
    QVERIFY(misfits->isVisible());
    QVERIFY(misfits->text().startsWith(QStringLiteral("1024 threads")));
    desk.workspace.document.undoStack().undo();
    QVERIFY(!misfits->isVisible());
}

void TrainPageTest::aStoppedTrainingIsResumedFromHere()
{
    Desk desk;
    QVERIFY(desk.open());
    auto& training = desk.workspace.training;
    desk.page.recipe().addRecipe();
    desk.train(1'000'000);
    QTRY_VERIFY(training.curves().epochs.epoch.size() > 1);
    training.stop();
    QTRY_VERIFY(!training.isActive());
    const auto run = training.runName();
    const auto steps = training.outcome()->steps;
    auto* banner = desk.page.findChild<widgets::MessageBanner*>();
    QVERIFY(banner->isVisible());
    auto* resume = banner->findChild<QPushButton*>();
    QVERIFY2(resume->text().contains(QStringLiteral("Resume")), qPrintable(resume->text()));
    QTest::mouseClick(resume, Qt::LeftButton);
    QTRY_VERIFY(training.latest().has_value());
    QCOMPARE(training.runName(), run);
    QVERIFY(training.latest()->step > steps);
    training.stop();
    QTRY_VERIFY(!training.isActive());
}

void TrainPageTest::whatEndedLastIsChosenInTheOtherModes()
{
    Desk desk;
    QVERIFY(desk.open());
    auto& training = desk.workspace.training;
    RunPicker picker(desk.workspace);
    RunsPage runsPage(desk.workspace);
    desk.page.recipe().addRecipe();
    for (int i = 0; i < 2; ++i) {
        desk.train(1);
        QTRY_VERIFY(!training.isActive());
        const auto run = training.runName();
        QTRY_VERIFY(picker.choice() && picker.choice()->run.name == run.toStdString());
        QTRY_COMPARE(runsPage.selectedRuns(), std::vector { run.toStdString() });
    }
}

void TrainPageTest::theLossIsSmoothedAndTheAccuracyShowsNoLoss()
{
    Desk desk;
    QVERIFY(desk.open());
    auto& training = desk.workspace.training;
    desk.page.recipe().addRecipe();
    desk.train(3);
    QTRY_VERIFY(!training.isActive());
    const auto losses = liveCurves(training, "loss");
    QCOMPARE(losses[1].name, QStringLiteral("Smoothed"));
    QVERIFY(losses[0].isFaint && !losses[1].isFaint);
    QCOMPARE(losses[1].y.size(), training.curves().steps.loss.size());
    for (const auto& curve : liveCurves(training, "accuracy"))
        QVERIFY2(std::ranges::all_of(curve.y, [](double y) { return y >= 0 && y <= 1; }),
                 qPrintable(curve.name));
    QVERIFY(std::ranges::none_of(liveCurves(training, "unknown"),
                                 [](const auto& curve) { return !curve.y.empty(); }));
}

QTEST_MAIN(TrainPageTest)
#include "train_page_test.moc"
