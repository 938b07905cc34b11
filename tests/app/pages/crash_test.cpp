// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/main_window.hpp"
#include "app/pages/network_edits.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>

using namespace netwright;
using session::ProjectDocument;
using session::toPath;

namespace {

constexpr qint64 kMostLostMs = 5000;

/// What the child does until it is killed: opens the project (none: a new one) in the real window and adds a
/// layer again and again, telling of each.
int editUntilKilled(int argc, char** argv)
{
    QApplication application(argc, argv);
    session::Workspace workspace;
    pages::ThemeChoice theme(nullptr);
    pages::MainWindow window(workspace, theme, nullptr);
    auto& document = workspace.document;
    if (argc > 2)
        window.openProject(argv[2]);
    else
        document.edit(QStringLiteral("New network"),
                      pages::withNewNetwork(document.project(), "network", "data"));
    window.show();
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, [&document] {
        auto network = document.project().networks.front();
        network.add("relu", {});
        const auto count = network.nodes.size();
        document.edit(QStringLiteral("Add"), pages::withNetwork(document.project(), network));
        std::printf("%zu\n", count);
        std::fflush(stdout);
    });
    timer.start(100);
    return QApplication::exec();
}

} // namespace

/// The window in a process of its own, killed while it is being worked in.
class CrashTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;

    /// How many layers the network had at least kMostLostMs before the process was killed.
    static std::size_t killAfterEdits(const QStringList& arguments)
    {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), QStringList { "--edit" } + arguments);
        if (!child.waitForStarted())
            return 0;
        QElapsedTimer clock;
        clock.start();
        std::vector<std::pair<qint64, std::size_t>> told; // when, and how many
        while (told.empty() || clock.elapsed() < told.front().first + kMostLostMs + 2000) {
            if (!child.waitForReadyRead(30'000))
                return 0;
            while (child.canReadLine())
                told.emplace_back(clock.elapsed(), child.readLine().trimmed().toULongLong());
        }
        child.kill(); // SIGKILL
        child.waitForFinished();
        std::size_t old = 0;
        for (const auto& [when, count] : told)
            old = clock.elapsed() - when > kMostLostMs ? count : old;
        return old;
    }

private slots:
    void initTestCase() { qputenv("XDG_STATE_HOME", m_state.path().toUtf8()); }

    void editsOfAProjectAreOffered()
    {
        const std::filesystem::path samples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";
        const QTemporaryDir folder;
        const auto file = toPath(folder.path()) / "iris.netwright";
        std::filesystem::copy_file(samples / "iris.netwright", file);
        std::filesystem::copy_file(samples / "iris.csv", file.parent_path() / "iris.csv");
        const auto wanted = killAfterEdits({ session::toQt(file) });
        QVERIFY(wanted > 0);
        QVERIFY(ProjectDocument::hasRecovery(file));
        ProjectDocument document;
        const auto recovered = document.recover(file);
        QVERIFY2(recovered.has_value(), recovered ? "" : recovered.error().text().c_str());
        const auto found = document.project().networks.front().nodes.size();
        QVERIFY2(found >= wanted, qPrintable(QStringLiteral("%1 of %2").arg(found).arg(wanted)));
        QVERIFY(document.isDirty());
    }

    void aProjectThatWasNeverSavedIsOfferedToo()
    {
        QVERIFY(!ProjectDocument::hasUntitledRecovery());
        const auto wanted = killAfterEdits({});
        QVERIFY(wanted > 0);
        QVERIFY(ProjectDocument::hasUntitledRecovery());
        {
            ProjectDocument document;
            const auto recovered = document.recoverUntitled();
            QVERIFY2(recovered.has_value(), recovered ? "" : recovered.error().text().c_str());
            QVERIFY(document.project().networks.front().nodes.size() >= wanted);
            QVERIFY(document.isDirty() && !document.hasFile());
            QVERIFY(!ProjectDocument::hasUntitledRecovery()); // it is this process's now
        }
        QVERIFY(!ProjectDocument::hasUntitledRecovery()); // an orderly end leaves nothing
    }
};

int main(int argc, char** argv)
{
    if (argc > 1 && QByteArray(argv[1]) == "--edit")
        return editUntilKilled(argc, argv);
    QCoreApplication application(argc, argv);
    CrashTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "crash_test.moc"
