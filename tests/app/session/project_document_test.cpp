// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/project_document.hpp"
#include "app/session/recovery_files.hpp"
#include "app/session/text.hpp"

#include "core/base/file.hpp"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace netwright;
using session::ProjectDocument;
using session::toPath;

namespace {
const std::filesystem::path kIris
    = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples" / "iris.netwright";

project::Project described(const ProjectDocument& document, const std::string& description)
{
    auto project = document.project();
    project.description = description;
    return project;
}

std::filesystem::path copyOfIris(const QTemporaryDir& folder)
{
    const auto target = toPath(folder.path()) / "iris.netwright";
    std::filesystem::copy_file(kIris, target);
    std::filesystem::copy_file(kIris.parent_path() / "iris.csv", toPath(folder.path()) / "iris.csv");
    return target;
}
} // namespace

class ProjectDocumentTest : public QObject {
    Q_OBJECT

private slots:
    void anEditIsUndoneAndDoneAgain();
    void editsWithTheSameKeyJoinIntoOne();
    void anEditThatChangesNothingLeavesNoEntry();
    void goingThroughTheHistoryIsToldOnceAndNoEditIs();
    void theDatasetOpensInTheBackground();
    void aMissingDataFileIsSaidWithItsName();
    void savingClearsTheMarkAndUndoSetsItAgain();
    void editsSurviveACrash();
    void editsBesideWhichNothingCanBeWrittenSurviveACrashToo();
    void savingRemovesTheRecoveryFile();
    void savingNamesDataFilesFromTheNewPlace();
    void aBrokenFileLeavesTheOpenProjectAlone();
};

void ProjectDocumentTest::anEditIsUndoneAndDoneAgain()
{
    ProjectDocument document;
    QSignalSpy changed(&document, &ProjectDocument::changed);
    document.edit(QStringLiteral("Describe"), described(document, "new"));
    QCOMPARE(document.project().description, std::string("new"));
    QVERIFY(document.isDirty());
    document.undoStack().undo();
    QCOMPARE(document.project().description, std::string());
    QVERIFY(!document.isDirty());
    document.undoStack().redo();
    QCOMPARE(document.project().description, std::string("new"));
    QCOMPARE(changed.count(), 3);
}

void ProjectDocumentTest::editsWithTheSameKeyJoinIntoOne()
{
    ProjectDocument document;
    for (const char* text : { "a", "ab", "abc" })
        document.edit(QStringLiteral("Type"), described(document, text), 7);
    document.edit(QStringLiteral("Type"), described(document, "abcd"), 8);
    QCOMPARE(document.undoStack().count(), 2);
    document.undoStack().undo();
    QCOMPARE(document.project().description, std::string("abc"));
    document.undoStack().undo();
    QCOMPARE(document.project().description, std::string());
}

void ProjectDocumentTest::anEditThatChangesNothingLeavesNoEntry()
{
    ProjectDocument document;
    document.edit(QStringLiteral("Nothing"), document.project());
    QCOMPARE(document.undoStack().count(), 0);
}

void ProjectDocumentTest::goingThroughTheHistoryIsToldOnceAndNoEditIs()
{
    ProjectDocument document;
    std::vector<std::string> befores;
    connect(&document, &ProjectDocument::stepped, this,
            [&](const project::Project& before) { befores.push_back(before.description); });
    for (const char* text : { "a", "b", "c" })
        document.edit(QStringLiteral("Describe"), described(document, text));
    document.edit(QStringLiteral("Type"), described(document, "d"), 7);
    document.edit(QStringLiteral("Type"), described(document, "e"), 7);
    QVERIFY(befores.empty());
    document.undoStack().setIndex(1);
    QCOMPARE(befores, std::vector<std::string> { "e" });
    QCOMPARE(document.project().description, std::string("a"));
    document.undoStack().redo();
    QCOMPARE(befores, (std::vector<std::string> { "e", "a" }));
    document.edit(QStringLiteral("Describe"), described(document, "f"));
    QCOMPARE(befores.size(), std::size_t(2));
}

void ProjectDocumentTest::theDatasetOpensInTheBackground()
{
    ProjectDocument document;
    QSignalSpy opened(&document, &ProjectDocument::datasetsChanged);
    QVERIFY(document.open(kIris).has_value());
    const std::string name = document.project().datasets.front().name;
    QVERIFY(document.isOpening(name));
    QVERIFY(!document.signature(name));
    QTRY_VERIFY(document.signature(name));
    QVERIFY(document.datasetError(name).isEmpty());
    QVERIFY(opened.count() >= 1);
}

void ProjectDocumentTest::aMissingDataFileIsSaidWithItsName()
{
    QTemporaryDir folder;
    const auto file = copyOfIris(folder);
    std::filesystem::remove(toPath(folder.path()) / "iris.csv");
    ProjectDocument document;
    QVERIFY(document.open(file).has_value());
    const std::string name = document.project().datasets.front().name;
    QTRY_VERIFY(!document.datasetError(name).isEmpty());
    QVERIFY2(document.datasetError(name).contains(QStringLiteral("iris.csv")),
             qPrintable(document.datasetError(name)));
    QVERIFY(!document.dataset(name));
}

void ProjectDocumentTest::savingClearsTheMarkAndUndoSetsItAgain()
{
    QTemporaryDir folder;
    ProjectDocument document;
    QVERIFY(document.open(copyOfIris(folder)).has_value());
    document.edit(QStringLiteral("Describe"), described(document, "new"));
    QVERIFY(document.save().has_value());
    QVERIFY(!document.isDirty());
    document.undoStack().undo();
    QVERIFY(document.isDirty());
    const auto loaded = project::load(document.file());
    QVERIFY(loaded.has_value());
    QCOMPARE(loaded->description, std::string("new"));
}

void ProjectDocumentTest::editsSurviveACrash()
{
    QTemporaryDir folder;
    const auto file = copyOfIris(folder);
    {
        ProjectDocument document;
        QVERIFY(document.open(file).has_value());
        document.edit(QStringLiteral("Describe"), described(document, "not saved"));
        document.autosave();
        QTRY_VERIFY(std::filesystem::exists(session::recovery::beside(file)));
        // Gone without save(), as in a crash.
    }
    QVERIFY(ProjectDocument::hasRecovery(file));
    ProjectDocument document;
    QVERIFY(document.recover(file).has_value());
    QCOMPARE(document.project().description, std::string("not saved"));
    QVERIFY(document.isDirty());
    QVERIFY(document.save().has_value());
    QVERIFY(!document.isDirty());
    QVERIFY(!ProjectDocument::hasRecovery(file));
}

void ProjectDocumentTest::editsBesideWhichNothingCanBeWrittenSurviveACrashToo()
{
    QTemporaryDir folder;
    QTemporaryDir state;
    qputenv("XDG_STATE_HOME", state.path().toUtf8());
    const auto file = copyOfIris(folder);
    // No file can take a folder's place; permissions would not stop a test that root runs.
    std::filesystem::create_directory(session::recovery::beside(file));
    {
        ProjectDocument document;
        QVERIFY(document.open(file).has_value());
        document.edit(QStringLiteral("Describe"), described(document, "not saved"));
        QSignalSpy failed(&document, &ProjectDocument::autosaveFailed);
        document.autosave();
        QTRY_VERIFY(std::filesystem::exists(session::recovery::elsewhere(file)));
        QVERIFY(failed.isEmpty());
    }
    std::filesystem::remove(session::recovery::beside(file));
    QVERIFY(ProjectDocument::hasRecovery(file));
    ProjectDocument document;
    QVERIFY(document.recover(file).has_value());
    QCOMPARE(document.project().description, std::string("not saved"));
    QVERIFY(document.save().has_value());
    QVERIFY(!ProjectDocument::hasRecovery(file));
    QVERIFY(!std::filesystem::exists(session::recovery::elsewhere(file)));
}

void ProjectDocumentTest::savingNamesDataFilesFromTheNewPlace()
{
    QTemporaryDir folder;
    QTemporaryDir other;
    const auto home = copyOfIris(folder).parent_path();
    const auto fileOf = [](const ProjectDocument& document) {
        return document.project().datasets.front().parameters.text("file");
    };
    ProjectDocument document; // has no place yet
    data::DatasetSpec spec;
    spec.name = "iris";
    spec.source = "csv";
    spec.parameters = ParameterValues(data::findSource("csv")->parameters);
    spec.parameters.set("file", (home / "iris.csv").string());
    auto project = document.project();
    project.datasets.push_back(spec);
    document.edit(QStringLiteral("Add"), std::move(project));

    QVERIFY(document.saveAs(home / "mine.netwright").has_value());
    QCOMPARE(fileOf(document), std::string("iris.csv"));
    QVERIFY(!document.isDirty());
    QTRY_VERIFY(document.dataset("iris"));
    QVERIFY(document.saveAs(toPath(other.path()) / "mine.netwright").has_value());
    QCOMPARE(fileOf(document), (home / "iris.csv").string());
    QTRY_VERIFY(document.dataset("iris"));
    const auto written = project::load(document.file());
    QVERIFY(written.has_value());
    QVERIFY(*written == document.project());
}

void ProjectDocumentTest::savingRemovesTheRecoveryFile()
{
    QTemporaryDir folder;
    const auto file = copyOfIris(folder);
    ProjectDocument document;
    QVERIFY(document.open(file).has_value());
    document.edit(QStringLiteral("Describe"), described(document, "new"));
    document.autosave();
    QVERIFY(document.save().has_value());
    QVERIFY(!std::filesystem::exists(session::recovery::beside(file)));
}

void ProjectDocumentTest::aBrokenFileLeavesTheOpenProjectAlone()
{
    QTemporaryDir folder;
    ProjectDocument document;
    QVERIFY(document.open(copyOfIris(folder)).has_value());
    const auto before = document.project();
    const auto broken = toPath(folder.path()) / "broken.netwright";
    QVERIFY(writeFile(broken, "{ \"format\": 1, ").has_value());
    const auto opened = document.open(broken);
    QVERIFY(!opened.has_value());
    QVERIFY(opened.error().text().find("broken.netwright") != std::string::npos);
    QVERIFY(document.project() == before);
}

QTEST_GUILESS_MAIN(ProjectDocumentTest)
#include "project_document_test.moc"
