// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_dialog.hpp"
#include "app/pages/main_window.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/runs_page.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "core/runs/run_json.hpp"
#include "tests/core/network/sample_network.hpp"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace netwright;
using namespace netwright::pages;

namespace {

/// The window on a project with the network "cnn", whose run "cnn-1" was trained with four filters. It has
/// eight now.
struct Desk {
    QTemporaryDir folder;
    session::Workspace workspace;
    ThemeChoice theme { nullptr };
    MainWindow window { workspace, theme, nullptr };

    explicit Desk(bool hasRun)
    {
        const auto file = session::toPath(folder.filePath(QStringLiteral("shop.netwright")));
        network::SampleNetwork sample;
        project::Project project;
        project.networks = { sample.network };
        if (hasRun)
            writeRun(project::runsFolder(file) / "cnn-1", project);
        sample.set(sample.conv, "filters", std::int64_t { 8 });
        project.networks = { sample.network };
        (void)project::save(project, file);
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
        (void)window.openProject(file);
        window.setMode(Mode::Network);
    }

    static void writeRun(const std::filesystem::path& run, const project::Project& snapshot)
    {
        std::filesystem::create_directories(run);
        runs::RunInfo info;
        info.name = "cnn-1";
        info.state = runs::RunState::Finished;
        info.started = "2026-01-02T03:04:05Z";
        info.snapshot = snapshot;
        info.snapshot.recipes = { training::defaultRecipe("default") };
        (void)runs::writeRunFile(run, info);
    }

    [[nodiscard]] CompareDialog* dialog() const { return window.findChild<CompareDialog*>(); }
};

} // namespace

class CompareNetworksTest : public QObject {
    Q_OBJECT

private slots:
    void theKeysCompareWithTheLastRun();
    void theButtonInRunsComparesWithTheNetworkAsItIs();
    void withNothingToCompareTheReasonIsSaid();
};

void CompareNetworksTest::theKeysCompareWithTheLastRun()
{
    const Desk desk(true);
    QTRY_COMPARE(desk.workspace.runs.runs().size(), std::size_t(1));
    QTest::keyClick(desk.window.networkPage().focusProxy(), Qt::Key_D,
                    Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(desk.dialog());
    QCOMPARE(desk.dialog()->findChild<QComboBox*>("leftNetwork")->currentText(),
             QStringLiteral("cnn, as trained in cnn-1"));
    QCOMPARE(desk.dialog()->findChild<QComboBox*>("rightNetwork")->currentText(), QStringLiteral("cnn"));
    QCOMPARE(desk.dialog()->comparison().count(network::Change::Changed), std::size_t(1));
    QTest::keyClick(desk.dialog(), Qt::Key_Escape);
    QTRY_VERIFY(!desk.dialog());
}

void CompareNetworksTest::theButtonInRunsComparesWithTheNetworkAsItIs()
{
    Desk desk(true);
    desk.window.setMode(Mode::Runs);
    QTRY_COMPARE(desk.window.runsPage().selectedRuns().size(), std::size_t(1));
    auto* action = desk.window.runsPage().findChild<QAction*>("compareRun");
    QVERIFY(action && action->isEnabled());
    QWidget* button = nullptr;
    for (auto* other : desk.window.runsPage().findChildren<QAbstractButton*>()) {
        if (other->isVisible() && other->text() == action->text())
            button = other;
    }
    for (auto* other : desk.window.runsPage().findChildren<QToolButton*>()) {
        if (other->isVisible() && other->defaultAction() == action)
            button = other;
    }
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(desk.dialog());
    QCOMPARE(desk.dialog()->findChild<QComboBox*>("leftNetwork")->currentText(),
             QStringLiteral("cnn, as trained in cnn-1"));
    QCOMPARE(desk.dialog()->findChild<QComboBox*>("rightNetwork")->currentText(), QStringLiteral("cnn"));
}

void CompareNetworksTest::withNothingToCompareTheReasonIsSaid()
{
    Desk desk(false);
    desk.window.findChild<QAction*>("compareNetworks")->trigger();
    QVERIFY(!desk.dialog());
    const auto* message = desk.window.networkPage().findChild<QLabel*>("message");
    QVERIFY2(message->text().contains(QStringLiteral("nothing to compare")), qPrintable(message->text()));
}

QTEST_MAIN(CompareNetworksTest)
#include "compare_networks_test.moc"
