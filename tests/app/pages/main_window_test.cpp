// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/pages/opened_window.hpp"

#include "app/pages/evaluate_page.hpp"
#include "app/pages/export_page.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/network_selector.hpp"
#include "app/pages/train_page.hpp"
#include "app/session/text.hpp"

#include "widgets/graph/graph_view.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/view/figure_card.hpp"
#include "widgets/view/message_banner.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>
#include <set>
#include <vector>

using namespace netwright;
using namespace netwright::pages;

using netwright::testing::kSamples;
using netwright::testing::Opened;

namespace {
/// Its text stands out from the page, in whichever scheme.
bool isReadable(const QLabel& label)
{
    const auto ink = label.palette().color(QPalette::WindowText).lightness();
    return std::abs(ink - QApplication::palette().color(QPalette::Window).lightness()) > 80;
}

/// The lowest one, of those that nothing inside the page scrolls. Null: there is none.
QAbstractButton* lastButton(const QScrollArea& area)
{
    const auto bottom = [&area](const QAbstractButton& button) {
        return button.mapTo(area.widget(), button.rect().bottomRight()).y();
    };
    const auto isScrolledInside = [&area](const QWidget& widget) {
        const QWidget* parent = widget.parentWidget();
        while (parent != area.widget() && !qobject_cast<const QAbstractScrollArea*>(parent))
            parent = parent->parentWidget();
        return parent != area.widget();
    };
    QAbstractButton* last = nullptr;
    for (auto* button : area.widget()->findChildren<QAbstractButton*>()) {
        if (button->isVisible() && !isScrolledInside(*button) && (!last || bottom(*button) > bottom(*last)))
            last = button;
    }
    return last;
}
} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void keysSwitchTheModes();
    void theTitleTellsTheProjectAndItsEdits();
    void aFileThatCannotBeOpenedIsSaidOnTheWelcomePage();
    void theThemeChangesWhileTheWindowIsOpen();
    void closingWhileTrainingStopsItFirst();
    void anotherProjectLeavesNothingOfTheOneBefore();
    void dataThatCannotBeReadIsSaidInEveryMode();
    void theWindowFitsIntoItsScreen_data();
    void theWindowFitsIntoItsScreen();
    void allOfAPageIsReachedOnASmallScreen();
    void aPageIsAsHighAsTheWindow();
    void noFormIsCutOffInASmallWindow_data();
    void noFormIsCutOffInASmallWindow();
    void favouritesAreKeptBetweenSessions();
    void everyModelKeepsTheContractOfModels();
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

void MainWindowTest::theThemeChangesWhileTheWindowIsOpen()
{
    Opened opened;
    for (const auto choice : { ThemeChoice::Choice::Dark, ThemeChoice::Choice::Light }) {
        opened.theme.choose(choice);
        const bool isDark = opened.window.palette().color(QPalette::Window).lightness() < 128;
        QCOMPARE(isDark, choice == ThemeChoice::Choice::Dark);
        const auto labels = opened.window.findChildren<widgets::TintedLabel*>();
        QVERIFY(labels.size() > 10);
        for (const auto* label : labels)
            QVERIFY2(isReadable(*label), qPrintable(label->text()));
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

void MainWindowTest::anotherProjectLeavesNothingOfTheOneBefore()
{
    QTemporaryDir folder;
    for (const char* name : { "iris.netwright", "iris.csv" })
        std::filesystem::copy_file(kSamples / name, session::toPath(folder.path()) / name);
    Opened opened;
    QVERIFY(opened.window.openProject(session::toPath(folder.filePath(QStringLiteral("iris.netwright")))));
    auto& document = opened.workspace.document;
    QTRY_VERIFY(document.dataset(document.project().networks.front().dataset));
    auto after = document.project();
    after.recipes.front().epochs = 1;
    document.edit(QStringLiteral("Shorten"), std::move(after));
    opened.window.trainPage().trainingActions().front()->trigger();
    QTRY_VERIFY(opened.workspace.training.outcome().has_value());
    auto& evaluate = opened.window.evaluatePage();
    QTRY_VERIFY(evaluate.evaluateAction()->isEnabled());
    QSignalSpy evaluated(&evaluate, &EvaluatePage::evaluated);
    evaluate.evaluateAction()->trigger();
    QVERIFY(evaluated.wait());
    opened.window.exportPage().setFile(folder.filePath(QStringLiteral("mine.onnx")));
    const auto figure = [&] { return evaluate.findChild<widgets::FigureCard*>(); };
    opened.window.setMode(Mode::Evaluate);
    QVERIFY(figure()->isVisible());

    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    opened.window.setMode(Mode::Evaluate);
    QVERIFY(!figure()->isVisible());
    const auto fields = opened.window.exportPage().findChildren<QLineEdit*>();
    QVERIFY(std::ranges::none_of(
        fields, [](const auto* field) { return field->text().endsWith(QStringLiteral("mine.onnx")); }));
    const auto banners = opened.window.trainPage().findChildren<widgets::MessageBanner*>();
    QVERIFY(std::ranges::all_of(banners, [](const auto* banner) { return banner->isHidden(); }));
}

void MainWindowTest::dataThatCannotBeReadIsSaidInEveryMode()
{
    QTemporaryDir folder;
    std::filesystem::copy_file(kSamples / "iris.netwright",
                               session::toPath(folder.filePath(QStringLiteral("iris.netwright"))));
    Opened opened; // without iris.csv
    const auto isSaid = [&] {
        const auto banners = opened.window.findChildren<widgets::MessageBanner*>();
        return std::ranges::count_if(banners, [](const auto* banner) {
            return banner->isVisible() && banner->text().contains(QStringLiteral("iris.csv"));
        });
    };
    QVERIFY(opened.window.openProject(session::toPath(folder.filePath(QStringLiteral("iris.netwright")))));
    opened.window.setMode(Mode::Evaluate);
    QTRY_COMPARE(isSaid(), 1);
    for (const ModeInfo& info : kModes) {
        opened.window.setMode(info.mode);
        QCOMPARE(isSaid(), 1);
    }
    opened.window.setMode(Mode::Runs);
    for (auto* button : opened.window.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Go to Data"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(opened.page(), static_cast<int>(Mode::Data));
}

void MainWindowTest::theWindowFitsIntoItsScreen_data()
{
    QTest::addColumn<QSize>("room");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QSize>("least");
    QTest::newRow("a large screen") << QSize(2560, 1440) << QSize(1280, 840) << QSize(900, 600);
    QTest::newRow("a low one") << QSize(1366, 700) << QSize(1280, 700) << QSize(900, 600);
    QTest::newRow("a narrow one") << QSize(1000, 900) << QSize(1000, 840) << QSize(900, 600);
    QTest::newRow("smaller than its least size") << QSize(800, 560) << QSize(800, 560) << QSize(800, 560);
}

void MainWindowTest::theWindowFitsIntoItsScreen()
{
    QFETCH(QSize, room);
    Opened opened;
    opened.window.resize(1280, 840);
    opened.window.fitInto(room);
    QTEST(opened.window.size(), "size");
    QTEST(opened.window.minimumSize(), "least");
    opened.window.fitInto({ 2560, 1440 }); // moved to a larger one
    QCOMPARE(opened.window.minimumSize(), QSize(900, 600));
}

/// A laptop that shows everything twice as large.
void MainWindowTest::allOfAPageIsReachedOnASmallScreen()
{
    Opened opened;
    opened.window.fitInto({ 720, 450 });
    opened.window.resize(720, 450);
    QVERIFY(opened.window.openProject(kSamples / "fashion-mnist.netwright"));
    const auto* pages = opened.window.findChild<QStackedWidget*>();
    int reached = 0;
    for (int page = 0; page < pages->count(); ++page) {
        if (page < static_cast<int>(kModes.size()))
            opened.window.setMode(static_cast<Mode>(page));
        else
            opened.window.showWelcome();
        QCoreApplication::processEvents();
        auto* area = qobject_cast<QScrollArea*>(pages->currentWidget());
        QVERIFY(area);
        auto* last = lastButton(*area);
        if (!last)
            continue;
        ++reached;
        area->ensureWidgetVisible(last, 0, 0);
        QCoreApplication::processEvents();
        const QRect place(last->mapTo(area->viewport(), QPoint()), last->size());
        QVERIFY2(area->viewport()->rect().contains(place) && !last->visibleRegion().isEmpty(),
                 qPrintable(QStringLiteral("page %1: %2").arg(page).arg(last->text())));
    }
    QVERIFY(reached > 3);
}

/// Also one with a message of several words, whose height depends on its width.
void MainWindowTest::aPageIsAsHighAsTheWindow()
{
    Opened opened;
    opened.window.resize(1280, 800);
    QVERIFY(opened.window.openProject(kSamples / "fashion-mnist.netwright"));
    for (int mode = 0; mode < static_cast<int>(kModes.size()); ++mode) {
        opened.window.setMode(static_cast<Mode>(mode));
        const auto* pages = opened.window.findChild<QStackedWidget*>();
        const auto* area = qobject_cast<QScrollArea*>(pages->currentWidget());
        for (auto* banner : area->findChildren<widgets::MessageBanner*>())
            banner->showMessage(widgets::MessageKind::Info, QStringLiteral("It has been done"));
        QCoreApplication::processEvents();
        QCOMPARE(area->widget()->size(), area->viewport()->size());
        QCOMPARE(area->viewport()->size(), area->size()); // without bars
    }
}

void MainWindowTest::noFormIsCutOffInASmallWindow_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("a small screen") << QSize(1024, 700);
    QTest::newRow("the least") << QSize(900, 600);
}

void MainWindowTest::noFormIsCutOffInASmallWindow()
{
    QFETCH(QSize, size);
    Opened opened;
    opened.window.resize(size);
    QVERIFY(opened.window.openProject(kSamples / "fashion-mnist.netwright"));
    opened.window.networkPage().selector().choose("cnn");
    auto* canvas = opened.window.networkPage().findChild<widgets::GraphView*>();
    const auto nodes = canvas->network().nodes; // the canvas takes another value when the data has come
    for (const auto& node : nodes) {
        canvas->select({ .nodes = { node.id }, .links = {} });
        for (const Mode mode : { Mode::Data, Mode::Network, Mode::Train }) {
            opened.window.setMode(mode);
            QCoreApplication::processEvents();
            for (const auto* scroll : opened.window.findChildren<QScrollArea*>()) {
                const int wanted = scroll->widget()->minimumSizeHint().width();
                const int room = scroll->viewport()->width();
                QVERIFY2(!scroll->isVisible() || wanted <= room,
                         qPrintable(QStringLiteral("%1 in %2: %3 > %4")
                                        .arg(QString::fromStdString(node.name), titleOf(mode))
                                        .arg(wanted)
                                        .arg(room)));
            }
        }
    }
}

void MainWindowTest::favouritesAreKeptBetweenSessions()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    ThemeChoice theme(nullptr);
    {
        session::Workspace workspace;
        MainWindow window(workspace, theme, &settings);
        window.show();
        window.networkPage().layerPalette().toggleFavourite(QStringLiteral("relu"));
        window.networkPage().layerPalette().remember(QStringLiteral("dense"));
        window.close();
    }
    session::Workspace workspace;
    const MainWindow window(workspace, theme, &settings);
    const auto& memory = window.networkPage().layerPalette().memory();
    QCOMPARE(memory.favourites, QStringList { "relu" });
    QCOMPARE(memory.recent, QStringList { "dense" });
}

void MainWindowTest::everyModelKeepsTheContractOfModels()
{
    using Tester = QAbstractItemModelTester;
    Opened opened;
    std::set<QAbstractItemModel*> models;
    for (auto* model : opened.window.findChildren<QAbstractItemModel*>())
        models.insert(model);
    for (const auto* view : opened.window.findChildren<QAbstractItemView*>())
        models.insert(view->model());
    models.erase(nullptr);
    std::vector<std::unique_ptr<Tester>> testers;
    QStringList kinds;
    for (auto* model : models) {
        testers.push_back(std::make_unique<Tester>(model, Tester::FailureReportingMode::QtTest));
        kinds << QLatin1String(model->metaObject()->className());
    }
    for (const char* kind : { "PaletteModel", "ProblemModel", "RunsModel", "ColumnModel", "SampleModel" })
        QVERIFY2(kinds.filter(QLatin1String(kind)).size() > 0, qPrintable(kinds.join(u' ')));

    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    auto& document = opened.workspace.document;
    QTRY_VERIFY(document.dataset(document.project().networks.front().dataset));
    for (const ModeInfo& info : kModes) {
        opened.window.setMode(info.mode);
        QCoreApplication::processEvents();
    }
    auto* canvas = opened.window.networkPage().findChild<widgets::GraphView*>();
    canvas->select({ .nodes = { canvas->network().nodes[1].id }, .links = {} });
    canvas->removeSelection(); // there are problems
    QCoreApplication::processEvents();
    opened.window.networkPage().findChild<widgets::LayerPalette*>()->search().setText("conv");
    document.undoStack().undo();
    document.reset();
    QCoreApplication::processEvents();
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
