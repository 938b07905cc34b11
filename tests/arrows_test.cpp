// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace {

/// What a room may include of the project, as the beginnings of paths; its own files always.
struct Room {
    const char* folder;
    QStringList mayInclude;
    bool mayUseQt = false;
};

const QString kBase = "core/base";
const QString kTensor = "core/tensor";
const QString kCatalogue = "core/layers/catalogue";
const QString kNetwork = "core/network";
const QString kEngine = "core/engine";
const QString kData = "core/data";
const QString kTraining = "core/training";

const QList<Room>& rooms()
{
    static const QList<Room> kRooms {
        { "core/base", {} },
        { "core/tensor", { kBase } },
        { "core/layers", { kBase, kTensor } },
        { "core/network", { kBase, kTensor, kCatalogue } },
        { "core/engine", { kBase, kTensor, kCatalogue, kNetwork } },
        { "core/data", { kBase, kTensor } },
        { "core/training", { kBase, kTensor, kCatalogue, kNetwork, kEngine, kData } },
        { "core/project", { kBase, kTensor, kNetwork, kData, kTraining } },
        { "core/analysis", { kBase, kTensor, kCatalogue, kNetwork, kEngine, kData, kTraining } },
        { "core/runs", { kBase, kTensor, kCatalogue, kNetwork, kData, kTraining, "core/project" } },
        { "core/exchange", { kBase, kTensor, kCatalogue, kNetwork, kEngine, kData, "core/runs" } },
        { "widgets",
          { kBase, kNetwork, "core/tensor/shape.hpp", "core/tensor/column.hpp",
            kCatalogue + "/layer_kind.hpp", kCatalogue + "/layer_table.hpp" },
          true },
        { "app/session", { "core", "widgets" }, true },
        { "app/pages", { "core", "widgets", "app/session" }, true },
        { "app/cli", { "core" } },
    };
    return kRooms;
}

struct Include {
    QString file;
    int line = 0;
    QString path;
};

QList<Include> includesBelow(const QString& folder)
{
    static const QRegularExpression kInclude("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    QList<Include> found;
    const QDir top(NETWRIGHT_SOURCE_DIR);
    QDirIterator files(top.filePath(folder), { "*.hpp", "*.cpp" }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
            continue;
        for (int line = 1; !file.atEnd(); ++line) {
            const auto match = kInclude.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch())
                found.append({ top.relativeFilePath(file.fileName()), line, match.captured(1) });
        }
    }
    return found;
}

bool isWithin(const QString& path, const QString& beginning)
{
    return path == beginning || path.startsWith(beginning + '/');
}

bool isOurs(const QString& path)
{
    return isWithin(path, "core") || isWithin(path, "widgets") || isWithin(path, "app");
}

bool isQt(const QString& path)
{
    static const QRegularExpression kQt("^(Q[A-Z]|Qt|moc_|ui_)");
    return kQt.match(path).hasMatch();
}

} // namespace

class ArrowsTest : public QObject {
    Q_OBJECT

private slots:
    void everyIncludeFollowsAnArrow_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < rooms().size(); ++i)
            QTest::newRow(rooms()[i].folder) << i;
    }

    void everyIncludeFollowsAnArrow()
    {
        QFETCH(int, index);
        const Room& room = rooms()[index];
        QStringList wrong;
        const auto includes = includesBelow(room.folder);
        QVERIFY2(!includes.isEmpty(), "the room has no files");
        for (const auto& include : includes) {
            const auto allows = [&](const QString& beginning) { return isWithin(include.path, beginning); };
            const bool isAllowed = isOurs(include.path)
                ? allows(room.folder) || std::ranges::any_of(room.mayInclude, allows)
                : room.mayUseQt || !isQt(include.path);
            if (!isAllowed)
                wrong.append(
                    QString("%1:%2 includes %3").arg(include.file).arg(include.line).arg(include.path));
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    /// "No layer uses another": what core/layers/*.cpp share lies in the catalogue.
    void noLayerIncludesAnother()
    {
        for (const auto& include : includesBelow("core/layers"))
            QVERIFY2(!isWithin(include.path, "core/layers") || isWithin(include.path, kCatalogue),
                     qPrintable(include.file + " includes " + include.path));
    }

    void theCommandLineProgramLinksNoQt()
    {
        QProcess ldd;
        ldd.start("ldd", { QString(NETWRIGHT_BINARY_DIR) + "/netwright-cli" });
        QVERIFY(ldd.waitForFinished());
        const auto libraries = ldd.readAllStandardOutput();
        QVERIFY2(libraries.contains("libdnnl"), libraries.constData());
        QVERIFY2(!libraries.contains("libQt"), libraries.constData());
    }
};

QTEST_GUILESS_MAIN(ArrowsTest)
#include "arrows_test.moc"
