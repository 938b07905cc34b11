// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K on the real window: what it finds, where it says that this belongs, and what it does.
#include "tests/app/pages/dialog_reply.hpp"
#include "tests/app/pages/opened_window.hpp"

#include "app/pages/command_palette.hpp"
#include "app/pages/command_words.hpp"
#include "app/pages/network_page.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/view/plain_tip.hpp"

#include <QAbstractItemView>
#include <QAction>
#include <QInputDialog>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace netwright;
using namespace netwright::pages;
using netwright::testing::kSamples;
using netwright::testing::Opened;

class CommandPaletteTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void thePaletteReachesActionsOfEveryKind();
    void theCommandPaletteSaysWhereEachBelongs_data();
    void theCommandPaletteSaysWhereEachBelongs();
    void whatIsFilledWhenItOpensSaysWhereItBelongs();
    void aCommandIsFoundByWhatPeopleCallIt_data();
    void aCommandIsFoundByWhatPeopleCallIt();
    void whatIsMeantComesFirst_data();
    void whatIsMeantComesFirst();
    void whatIsNotPossibleNowIsFoundAndCannotBeChosen();
    void whatIsNotPossibleSaysWhy();
    void aRecentFileIsShownAsItIsCalled();
    void filesAreChosenByWhatTheyAre();
    void hintsAreOfCommandsThatThereAre();
    void thePaletteShowsThePageWhoseActionItDoes();
};

void CommandPaletteTest::thePaletteReachesActionsOfEveryKind()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    CommandPalette palette(&opened.window);
    const QStringList names = palette.shownNames();
    for (const char* name :
         { "Save project", "Evaluate", "Theme: dark", "Start training", "Runs", "Show whole network" })
        QVERIFY2(names.contains(QLatin1String(name)),
                 qPrintable(QLatin1String(name) + ": " + names.join(", ")));
}

void CommandPaletteTest::theCommandPaletteSaysWhereEachBelongs_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("said");
    QTest::newRow("a menu") << "Save project"
                            << "Save project, File, Ctrl+S";
    QTest::newRow("a menu in a menu") << "Make block"
                                      << "Make block, Network › Block, Ctrl+Shift+B";
    QTest::newRow("without keys") << "Copy as Keras"
                                  << "Copy as Keras, Network";
    QTest::newRow("found by its menu") << "training"
                                       << "Start training, Training, F5";
}

void CommandPaletteTest::theCommandPaletteSaysWhereEachBelongs()
{
    QFETCH(QString, typed);
    QFETCH(QString, said);
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    opened.window.networkPage().findChild<widgets::GraphView*>("canvas")->selectAll();
    CommandPalette palette(&opened.window);
    palette.findChild<QLineEdit*>()->setText(typed);
    QStringList found;
    const auto* model = palette.findChild<QAbstractItemView*>()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        found << model->index(row, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(found.contains(said), qPrintable(found.join('\n')));
}

/// The menu of a block's parameters is filled when it opens: with new actions each time.
void CommandPaletteTest::whatIsFilledWhenItOpensSaysWhereItBelongs()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    auto& page = opened.window.networkPage();
    auto* canvas = page.findChild<widgets::GraphView*>("canvas");
    const auto& nodes = canvas->network().nodes;
    const auto dense = std::ranges::find(nodes, "dense", &network::Node::layer);
    QVERIFY(dense != nodes.end());
    canvas->select({ .nodes = { dense->id }, .links = {} });
    const testing::DialogReply<QInputDialog> reply([](QInputDialog& dialog) {
        dialog.setTextValue("Mine");
        dialog.accept();
    });
    page.findChild<QAction*>("makeBlock")->trigger();
    page.findChild<QAction*>("enterBlock")->trigger();
    const auto& inside = canvas->network().nodes;
    const auto again = std::ranges::find(inside, "dense", &network::Node::layer);
    QVERIFY(again != inside.end());
    canvas->select({ .nodes = { again->id }, .links = {} });
    for (int time = 0; time < 3; ++time) {
        CommandPalette palette(&opened.window);
        palette.findChild<QLineEdit*>()->setText("units as a new parameter");
        const auto* model = palette.findChild<QAbstractItemView*>()->model();
        QStringList found;
        for (int row = 0; row < model->rowCount(); ++row)
            found << model->index(row, 0).data(Qt::AccessibleTextRole).toString();
        const auto wanted = QString::fromUtf8("Units as a new parameter, Network › Block › Set from outside");
        QVERIFY2(found.contains(wanted), qPrintable(found.join('\n')));
    }
}

void CommandPaletteTest::aCommandIsFoundByWhatPeopleCallIt_data()
{
    QTest::addColumn<QString>("name");
    const auto row = [](const char* typed, const char* name) { QTest::newRow(typed) << QString(name); };
    row("heat", "Colour layers by parameters");
    row("dark", "Theme: dark");
    row("theme", "Theme: dark");
    row("appearance", "Theme: light");
    row("zoom", "Show whole network");
    row("align", "Align left");
    row("layout", "Arrange layers");
    row("comment", "Add note");
    row("disable", "Bypass or enable layers");
    row("python", "Copy as PyTorch");
    row("json", "Text");
    row("exit", "Quit");
    row("fully connected", "Add Dense");
    row("crossentropy", "Change kind to Softmax Cross-Entropy");
}

void CommandPaletteTest::aCommandIsFoundByWhatPeopleCallIt()
{
    QFETCH(QString, name);
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    opened.window.networkPage().findChild<widgets::GraphView*>("canvas")->selectAll();
    CommandPalette palette(&opened.window);
    QVERIFY(palette.shownNames().size() < 100); // not one for each layer, unless they are looked for
    palette.findChild<QLineEdit*>()->setText(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY2(palette.shownNames().contains(name), qPrintable(palette.shownNames().join(", ")));
}

void CommandPaletteTest::whatIsMeantComesFirst_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("absent"); // its letters are there, scattered
    QTest::newRow("dark") << "Theme: dark"
                          << "Duplicate network";
    QTest::newRow("mse") << "Add Mean Squared Error"
                         << "Remove dataset";
    QTest::newRow("heat") << "Colour layers by compute"
                          << "Theme: dark";
}

void CommandPaletteTest::whatIsMeantComesFirst()
{
    QFETCH(QString, first);
    QFETCH(QString, absent);
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    CommandPalette palette(&opened.window);
    palette.findChild<QLineEdit*>()->setText(QString::fromUtf8(QTest::currentDataTag()));
    QCOMPARE(palette.shownNames().value(0), first);
    QVERIFY2(!palette.shownNames().contains(absent), qPrintable(palette.shownNames().join(", ")));
}

void CommandPaletteTest::whatIsNotPossibleNowIsFoundAndCannotBeChosen()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    opened.window.networkPage().findChild<widgets::GraphView*>("canvas")->select({});
    CommandPalette palette(&opened.window);
    QVERIFY(!palette.shownNames().contains("Align left"));
    palette.findChild<QLineEdit*>()->setText("change kind to dense"); // its menu is not enabled
    QVERIFY(!palette.findChild<QAbstractItemView*>()->currentIndex().isValid());
    QCOMPARE(palette.findChild<QAbstractItemView*>()->model()->index(0, 0).data(Qt::AccessibleTextRole),
             QVariant("Change kind to Dense, select layers first"));
    palette.findChild<QLineEdit*>()->setText("align left");
    auto* list = palette.findChild<QAbstractItemView*>();
    QCOMPARE(palette.shownNames().value(0), QStringLiteral("Align left"));
    QVERIFY(!list->currentIndex().isValid());
    QVERIFY(!(list->model()->index(0, 0).flags() & Qt::ItemIsEnabled));
    const QSignalSpy accepted(&palette, &QDialog::accepted);
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(accepted.isEmpty());
}

void CommandPaletteTest::whatIsNotPossibleSaysWhy()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    opened.window.networkPage().findChild<widgets::GraphView*>("canvas")->select({});
    CommandPalette palette(&opened.window);
    QStringList mute;
    for (const char first : std::string("abcdefghijklmnopqrstuvwxyz")) {
        palette.findChild<QLineEdit*>()->setText(QChar::fromLatin1(first));
        const auto* model = palette.findChild<QAbstractItemView*>()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const auto said = model->index(row, 0).data(Qt::AccessibleTextRole).toString();
            if (said.contains("not possible now") && !mute.contains(said))
                mute << said;
        }
    }
    QVERIFY2(mute.isEmpty(), qPrintable(mute.join('\n')));
}

void CommandPaletteTest::aRecentFileIsShownAsItIsCalled()
{
    const QTemporaryDir folder;
    const auto place = session::toPath(folder.path()) / "<b>";
    std::filesystem::create_directory(place);
    for (const char* name : { "iris.netwright", "iris.csv" })
        std::filesystem::copy_file(kSamples / name, place / name);
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    session::Workspace workspace;
    ThemeChoice theme(nullptr);
    MainWindow window(workspace, theme, &settings);
    window.show();
    QVERIFY(window.openProject(place / "iris.netwright"));
    CommandPalette palette(&window);
    palette.findChild<QLineEdit*>()->setText(QStringLiteral("open recent iris"));
    QCOMPARE(palette.shownNames().value(0), QStringLiteral("Open recent iris"));
    const auto tip = palette.findChild<QAbstractItemView*>()->model()->index(0, 0).data(Qt::ToolTipRole);
    QCOMPARE(tip.toString(), widgets::plainTip(session::toQt(workspace.document.file())));
}

void CommandPaletteTest::filesAreChosenByWhatTheyAre()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "fashion-mnist.netwright"));
    CommandPalette palette(&opened.window);
    palette.findChild<QLineEdit*>()->setText("choose file");
    for (const char* name : { "Choose file: Images", "Choose file: Test labels" })
        QVERIFY2(palette.shownNames().contains(QLatin1String(name)),
                 qPrintable(palette.shownNames().join('\n')));
    QVERIFY(!palette.shownNames().contains("Choose a file"));
}

void CommandPaletteTest::hintsAreOfCommandsThatThereAre()
{
    Opened opened;
    QSet<QString> names;
    for (const auto* action : opened.window.findChildren<QAction*>() + opened.window.actions())
        names << action->objectName();
    for (const auto& name : commandsWithHints())
        QVERIFY2(names.contains(name), qPrintable(name));
}

void CommandPaletteTest::thePaletteShowsThePageWhoseActionItDoes()
{
    Opened opened;
    QVERIFY(opened.window.openProject(kSamples / "iris.netwright"));
    QCOMPARE(opened.page(), static_cast<int>(Mode::Data));
    QVERIFY(QTest::qWaitForWindowActive(&opened.window));
    testing::DialogReply<CommandPalette> reply([](CommandPalette& palette) {
        auto* search = palette.findChild<QLineEdit*>();
        QTest::keyClicks(search, QStringLiteral("duplicate network"));
        QTest::keyClick(search, Qt::Key_Return);
    });
    const auto before = opened.workspace.document.project().networks.size();
    QTest::keyClick(&opened.window, Qt::Key_K, Qt::ControlModifier);
    QVERIFY(reply.isGiven());
    QCOMPARE(opened.page(), static_cast<int>(Mode::Network));
    QCOMPARE(opened.workspace.document.project().networks.size(), before + 1);
}

QTEST_MAIN(CommandPaletteTest)
#include "command_palette_test.moc"
