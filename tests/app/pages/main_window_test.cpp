// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_palette.hpp"
#include "app/pages/main_window.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/view/message_banner.hpp"

#include <QAction>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QtTest>

using namespace netwright;
using namespace netwright::pages;

namespace {
const std::filesystem::path kSamples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";

struct Opened {
    session::Workspace workspace;
    ThemeChoice theme { nullptr };
    MainWindow window { workspace, theme, nullptr };

    Opened()
    {
        window.show();
        window.activateWindow();
    }

    int page() const { return window.findChild<QStackedWidget*>()->currentIndex(); }
};
} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void keysSwitchTheModes();
    void theTitleTellsTheProjectAndItsEdits();
    void aFileThatCannotBeOpenedIsSaidOnTheWelcomePage();
    void thePaletteReachesActionsOfEveryKind();
    void theThemeChangesWhileTheWindowIsOpen();
    void closingWhileTrainingStopsItFirst();
};

void MainWindowTest::keysSwitchTheModes()
{
    Opened opened;
    QVERIFY(QTest::qWaitForWindowActive(&opened.window));
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    QCOMPARE(opened.page(), static_cast<int>(Mode::Data));
    for (const ModeInfo& info : kModes) {
        QTest::keyClick(&opened.window, static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(info.mode)),
                        Qt::ControlModifier);
        QCOMPARE(opened.page(), static_cast<int>(info.mode));
    }
}

void MainWindowTest::theTitleTellsTheProjectAndItsEdits()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    QVERIFY2(opened.window.windowTitle().startsWith(QStringLiteral("iris")),
             qPrintable(opened.window.windowTitle()));
    QVERIFY(!opened.window.isWindowModified());
    auto after = opened.workspace.document.project();
    after.description = "edited";
    opened.workspace.document.edit(QStringLiteral("Describe"), std::move(after));
    QVERIFY(opened.window.isWindowModified());
    opened.workspace.document.undoStack().undo();
    QVERIFY(!opened.window.isWindowModified());
}

void MainWindowTest::aFileThatCannotBeOpenedIsSaidOnTheWelcomePage()
{
    Opened opened;
    QVERIFY(!opened.window.openProject("/no/such/file.netwright"));
    const auto banners = opened.window.findChildren<widgets::MessageBanner*>();
    QVERIFY(std::ranges::any_of(banners, [](const auto* banner) {
        return banner->isVisible() && banner->text().contains(QStringLiteral("/no/such/file.netwright"));
    }));
}

void MainWindowTest::thePaletteReachesActionsOfEveryKind()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    CommandPalette palette(&opened.window);
    const QStringList names = palette.shownNames();
    for (const char* name :
         { "Save project", "Evaluate", "Theme: dark", "Start training", "Runs", "Fit All" })
        QVERIFY2(names.contains(QLatin1String(name)),
                 qPrintable(QLatin1String(name) + ": " + names.join(", ")));
}

void MainWindowTest::theThemeChangesWhileTheWindowIsOpen()
{
    Opened opened;
    for (const auto choice : { ThemeChoice::Choice::Dark, ThemeChoice::Choice::Light }) {
        opened.theme.choose(choice);
        const bool isDark = opened.window.palette().color(QPalette::Window).lightness() < 128;
        QCOMPARE(isDark, choice == ThemeChoice::Choice::Dark);
    }
}

void MainWindowTest::closingWhileTrainingStopsItFirst()
{
    QTemporaryDir folder;
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    auto& document = opened.workspace.document;
    const auto& network = document.project().networks.front();
    QTRY_VERIFY(document.dataset(network.dataset));
    auto recipe = document.project().recipes.front();
    recipe.epochs = 1'000'000;
    auto& training = opened.workspace.training;
    training.start(
        { .network = network, .recipe = recipe, .dataset = document.dataset(network.dataset), .from = {} },
        session::toPath(folder.path()));
    QTRY_VERIFY(training.latest().has_value());
    opened.window.close();
    QVERIFY(opened.window.isVisible()); // the last checkpoint is being written
    QTRY_VERIFY(!opened.window.isVisible());
    QCOMPARE(training.outcome()->ending, training::Ending::Stopped);
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
