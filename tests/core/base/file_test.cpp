// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.hpp"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace netwright;

namespace {
bool contains(const Error& error, std::string_view text)
{
    return error.text().find(text) != std::string::npos;
}
} // namespace

class FileTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aFileGivesBackWhatWasWritten()
    {
        const std::string text("a\0b\r\n\xff", 7);
        QVERIFY(writeFile(path("a.txt"), text).has_value());
        const auto read = readFile(path("a.txt"), 100);
        QVERIFY(read.has_value());
        QVERIFY(*read == text);
    }

    void anEmptyFileIsRead()
    {
        QVERIFY(writeFile(path("empty"), "").has_value());
        QVERIFY(readFile(path("empty"), 0) == std::string());
    }

    void writingReplacesTheWholeAndLeavesNothingBeside()
    {
        QVERIFY(writeFile(path("a.txt"), std::string(10'000, 'x')).has_value());
        QVERIFY(writeFile(path("a.txt"), "short").has_value());
        QVERIFY(readFile(path("a.txt"), 100) == std::string("short"));
        QCOMPARE(entries(), QStringList { "a.txt" });
    }

    void aLinkAndThePermissionsStay()
    {
        QVERIFY(writeFile(path("real.txt"), "old").has_value());
        std::filesystem::permissions(path("real.txt"), std::filesystem::perms(0600));
        std::filesystem::create_symlink("real.txt", path("link.txt"));
        QVERIFY(writeFile(path("link.txt"), "new").has_value());
        QVERIFY(std::filesystem::is_symlink(path("link.txt")));
        QVERIFY(readFile(path("real.txt"), 100) == std::string("new"));
        QVERIFY(std::filesystem::status(path("real.txt")).permissions() == std::filesystem::perms(0600));
        QCOMPARE(entries(), QStringList({ "link.txt", "real.txt" }));
    }

    void aFileAboveTheLimitIsRefused()
    {
        QVERIFY(writeFile(path("big"), "12345").has_value());
        QVERIFY(readFile(path("big"), 5).has_value());
        const auto read = readFile(path("big"), 4);
        QVERIFY(!read.has_value());
        QVERIFY2(contains(read.error(), "expected at most 4 bytes, found 5"), read.error().text().c_str());
    }

    void aMissingFileIsNamed()
    {
        const auto read = readFile(path("missing.csv"), 100);
        QVERIFY(!read.has_value());
        QVERIFY2(contains(read.error(), "missing.csv: there is no such file"), read.error().text().c_str());
    }

    void aFolderIsNoFile()
    {
        const auto read = readFile(path(""), 100);
        QVERIFY(!read.has_value());
        QVERIFY2(contains(read.error(), "found a folder"), read.error().text().c_str());
    }

    void writingIntoAMissingFolderSaysWhy()
    {
        const auto written = writeFile(path("none/a.txt"), "x");
        QVERIFY(!written.has_value());
        QVERIFY2(contains(written.error(), "No such file or directory"), written.error().text().c_str());
    }

    void aFailedWriteLeavesTheOldFile()
    {
        if (!std::filesystem::exists("/dev/full"))
            QSKIP("needs /dev/full");
        // The pending file is a link to a device that is always full.
        QVERIFY(writeFile(path("a.txt"), "old").has_value());
        {
            PendingFile pending(path("a.txt"));
            std::filesystem::create_symlink("/dev/full", pending.path());
            std::ofstream stream(pending.path());
            QVERIFY(!(stream << "new" << std::flush));
        }
        QVERIFY(readFile(path("a.txt"), 100) == std::string("old"));
        QCOMPARE(entries(), QStringList { "a.txt" });
    }

    void aPendingFileThatIsNotFinishedVanishes()
    {
        {
            const PendingFile pending(path("a.h5"));
            std::ofstream(pending.path()) << "half";
            QVERIFY(std::filesystem::exists(pending.path()));
        }
        QVERIFY(entries().isEmpty());
    }

    void aPendingFileThatIsFinishedHasItsName()
    {
        PendingFile pending(path("a.h5"));
        std::ofstream(pending.path()) << "whole";
        QVERIFY(pending.finish().has_value());
        QCOMPARE(entries(), QStringList { "a.h5" });
        QVERIFY(readFile(path("a.h5"), 100) == std::string("whole"));
    }

    void twoPendingFilesOfOneTargetDoNotMeet()
    {
        const PendingFile first(path("a"));
        const PendingFile second(path("a"));
        QVERIFY(first.path() != second.path());
    }

private:
    std::filesystem::path path(const std::string& name) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    QStringList entries() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::System | QDir::Hidden);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(FileTest)
#include "file_test.moc"
