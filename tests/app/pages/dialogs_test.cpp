// SPDX-License-Identifier: GPL-3.0-or-later
// The questions before something would be lost: unsaved edits, and those of a session that died.
#include "tests/app/pages/dialog_reply.hpp"

#include "app/pages/main_window.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/session/recovery_files.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include <QAbstractButton>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

using namespace netwright;
using namespace netwright::pages;
using session::ProjectDocument;
using session::toPath;

namespace {
template <class Dialog> using Reply = testing::DialogReply<Dialog>;

/// Presses the button with this text.
Reply<QMessageBox> answer(const QString& text)
{
    return Reply<QMessageBox>([text](QMessageBox& box) {
        for (auto* button : box.buttons()) {
            if (button->text().remove('&') == text)
                return button->click();
        }
        box.reject(); // the test sees that nothing was answered
    });
}

Reply<QFileDialog> choose(const QString& file)
{
    return Reply<QFileDialog>([file](QFileDialog& dialog) {
        dialog.findChild<QLineEdit*>()->setText(file);
        static_cast<QDialog&>(dialog).accept();
    });
}

/// A window that remembers, on a copy of the iris sample.
struct Desk {
    QTemporaryDir folder;
    std::filesystem::path file = toPath(folder.filePath(QStringLiteral("iris.netwright")));
    QSettings settings { folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat };
    session::Workspace workspace;
    ThemeChoice theme { nullptr };
    MainWindow window { workspace, theme, &settings };

    Desk()
    {
        const auto samples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";
        for (const char* name : { "iris.netwright", "iris.csv" })
            std::filesystem::copy_file(samples / name, toPath(folder.path()) / name);
        window.show();
    }

    void edit(const std::string& description)
    {
        auto after = workspace.document.project();
        after.description = description;
        workspace.document.edit(QStringLiteral("Describe"), std::move(after));
    }

    [[nodiscard]] std::string saved() const { return project::load(file).value().description; }

    /// What a session leaves behind that is killed with unsaved edits.
    void leaveRecovery(const std::string& description) const
    {
        auto edited = project::load(file).value();
        edited.description = description;
        QVERIFY(project::save(edited, session::recovery::beside(file)).has_value());
    }

    void trigger(const QString& name) const
    {
        for (auto* action : window.actions()) {
            if (action->text().remove('&') == name)
                return action->trigger();
        }
        QFAIL(qPrintable(name));
    }
};
} // namespace

class DialogsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void closingWithoutEditsAsksNothing();
    void closingWithEditsAsks_data();
    void closingWithEditsAsks();
    void editsOfADeadSessionAreAskedAbout_data();
    void editsOfADeadSessionAreAskedAbout();
    void discardedEditsAreNotTakenForThoseOfADeadSession();
    void aNewProjectIsSavedUnderTheNameThatIsChosen();
    void aSaveThatIsGivenUpKeepsTheWindow();
    void aSaveThatFailsOffersAnotherPlace();
    void aSaveThatFailsSaysWhyAndKeepsTheWindow();
};

void DialogsTest::closingWithoutEditsAsksNothing()
{
    Desk desk;
    QVERIFY(desk.window.openProject(desk.file));
    QVERIFY(desk.window.close());
}

void DialogsTest::closingWithEditsAsks_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<bool>("saves");
    QTest::newRow("save") << "Save" << true << true;
    QTest::newRow("discard") << "Discard" << true << false;
    QTest::newRow("cancel") << "Cancel" << false << false;
}

void DialogsTest::closingWithEditsAsks()
{
    QFETCH(QString, button);
    QFETCH(bool, closes);
    QFETCH(bool, saves);
    Desk desk;
    QVERIFY(desk.window.openProject(desk.file));
    const auto before = desk.saved();
    desk.edit("edited");
    auto reply = answer(button);
    QCOMPARE(desk.window.close(), closes);
    QVERIFY(reply.isGiven());
    QCOMPARE(desk.saved(), saves ? std::string("edited") : before);
    QCOMPARE(desk.workspace.document.isDirty(), !saves);
}

void DialogsTest::editsOfADeadSessionAreAskedAbout_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("opens");
    QTest::addColumn<bool>("recovers");
    QTest::addColumn<bool>("keepsTheFile");
    QTest::newRow("recover") << "Recover them" << true << true << true;
    QTest::newRow("discard") << "Discard them" << true << false << false;
    QTest::newRow("cancel") << "Cancel" << false << false << true;
}

void DialogsTest::editsOfADeadSessionAreAskedAbout()
{
    QFETCH(QString, button);
    QFETCH(bool, opens);
    QFETCH(bool, recovers);
    QFETCH(bool, keepsTheFile);
    Desk desk;
    desk.leaveRecovery("recovered");
    auto reply = answer(button);
    QCOMPARE(desk.window.openProject(desk.file), opens);
    QVERIFY(reply.isGiven());
    QCOMPARE(desk.workspace.document.project().description == "recovered", recovers);
    QCOMPARE(desk.workspace.document.isDirty(), recovers);
    QCOMPARE(std::filesystem::exists(session::recovery::beside(desk.file)), keepsTheFile);
    QVERIFY(desk.saved() != "recovered");
}

void DialogsTest::discardedEditsAreNotTakenForThoseOfADeadSession()
{
    Desk desk;
    QVERIFY(desk.window.openProject(desk.file));
    desk.edit("edited");
    desk.leaveRecovery("edited"); // as the autosave does
    QVERIFY(desk.window.openProject(desk.file)); // would wait for an answer for ever
    QVERIFY(!desk.workspace.document.isDirty());
    QVERIFY(!std::filesystem::exists(session::recovery::beside(desk.file)));
}

void DialogsTest::aNewProjectIsSavedUnderTheNameThatIsChosen()
{
    Desk desk;
    desk.edit("mine");
    auto reply = choose(desk.folder.filePath(QStringLiteral("mine")));
    desk.trigger(QStringLiteral("Save project"));
    QVERIFY(reply.isGiven());
    desk.file = toPath(desk.folder.filePath(QStringLiteral("mine.netwright")));
    QCOMPARE(desk.saved(), std::string("mine"));
    QVERIFY(!desk.workspace.document.isDirty());
    QVERIFY(desk.window.windowTitle().startsWith(QStringLiteral("mine")));
    QVERIFY(desk.settings.value(QStringLiteral("recent"))
                .toStringList()
                .first()
                .endsWith(QStringLiteral("mine.netwright")));
}

void DialogsTest::aSaveThatIsGivenUpKeepsTheWindow()
{
    Desk desk;
    desk.edit("mine");
    Reply<QFileDialog> giveUp([](QFileDialog& dialog) { dialog.reject(); });
    auto save = answer(QStringLiteral("Save"));
    QVERIFY(!desk.window.close());
    QVERIFY(save.isGiven());
    QVERIFY(giveUp.isGiven());
    QVERIFY(desk.window.isVisible());
    QVERIFY(desk.workspace.document.isDirty());
}

void DialogsTest::aSaveThatFailsOffersAnotherPlace()
{
    Desk desk;
    QVERIFY(desk.window.openProject(desk.file));
    desk.edit("edited");
    std::filesystem::remove(desk.file);
    std::filesystem::create_directory(desk.file); // no file can take its place
    const auto other = desk.folder.filePath(QStringLiteral("other.netwright"));
    std::unique_ptr<Reply<QFileDialog>> place;
    Reply<QMessageBox> elsewhere([&](QMessageBox& box) {
        place = std::make_unique<Reply<QFileDialog>>([&](QFileDialog& dialog) {
            dialog.findChild<QLineEdit*>()->setText(other);
            static_cast<QDialog&>(dialog).accept();
        });
        for (auto* button : box.buttons()) {
            QVERIFY(button->icon().isNull());
            if (button->text().remove('&') == QStringLiteral("Save as…"))
                return button->click();
        }
        box.reject();
    });
    desk.trigger(QStringLiteral("Save project"));
    QVERIFY(place && place->isGiven());
    QVERIFY(!desk.workspace.document.isDirty());
    QCOMPARE(project::load(toPath(other)).value().description, std::string("edited"));
}

void DialogsTest::aSaveThatFailsSaysWhyAndKeepsTheWindow()
{
    Desk desk;
    QVERIFY(desk.window.openProject(desk.file));
    desk.edit("edited");
    std::filesystem::remove(desk.file);
    std::filesystem::create_directory(desk.file); // no file can take its place
    QString message;
    std::unique_ptr<Reply<QMessageBox>> fault;
    Reply<QMessageBox> save([&](QMessageBox& box) {
        fault = std::make_unique<Reply<QMessageBox>>([&](QMessageBox& said) {
            message = said.text();
            said.accept();
        });
        box.button(QMessageBox::Save)->click();
    });
    QVERIFY(!desk.window.close());
    QVERIFY2(message.contains(QStringLiteral("iris.netwright")), qPrintable(message));
    QVERIFY(desk.workspace.document.isDirty());
}

QTEST_MAIN(DialogsTest)
#include "dialogs_test.moc"
