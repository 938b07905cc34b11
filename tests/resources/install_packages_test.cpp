// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/// install-packages.sh with a list of its own, and with programs in place of dpkg-query, apt-get and sudo:
/// what is asked of the latter two is written down.
class InstallPackagesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// The packages that apt-get was asked to install.
    QByteArray installed() const
    {
        QFile::remove(m_folder.filePath("asked"));
        QProcess script;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PATH", m_folder.path() + ":" + environment.value("PATH"));
        script.setProcessEnvironment(environment);
        script.start(m_folder.filePath("install-packages.sh"), {});
        if (!script.waitForFinished() || script.exitCode() != 0)
            return "failed: " + script.readAllStandardError();
        QFile asked(m_folder.filePath("asked"));
        return asked.open(QIODevice::ReadOnly) ? asked.readAll() : QByteArray();
    }

private slots:
    void initTestCase()
    {
        QVERIFY(QFile::copy(NETWRIGHT_SOURCE_DIR "/resources/install-packages.sh",
                            m_folder.filePath("install-packages.sh")));
        write("apt-get",
              "#!/bin/sh\n[ \"$1\" != install ] || echo \"$@\" >" + m_folder.path().toUtf8() + "/asked\n");
        write("sudo", "#!/bin/sh\nexec \"$@\"\n");
        write("dpkg-query",
              "#!/bin/sh\n"
              "echo 'installed|g++, c++-compiler'\n"
              "echo 'installed|qt6-svg-dev, libqt6svg6-dev (= 6.4.2-2), libqt6svg-dev'\n"
              "echo 'config-files|ccache, '\n"
              "echo 'installed|cmake-data, '\n");
    }

    void onlyWhatIsMissingIsInstalled_data()
    {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<QByteArray>("missing");
        QTest::addRow("installed") << QByteArray("# a comment\n\ng++\n") << QByteArray();
        QTest::addRow("provided by another, in a version") << QByteArray("libqt6svg6-dev\n") << QByteArray();
        QTest::addRow("provided by another") << QByteArray("libqt6svg-dev\n") << QByteArray();
        QTest::addRow("removed") << QByteArray("ccache\ng++\n") << QByteArray("ccache");
        QTest::addRow("unknown, another begins alike") << QByteArray("cmake\n") << QByteArray("cmake");
    }
    void onlyWhatIsMissingIsInstalled()
    {
        QFETCH(QByteArray, list);
        QFETCH(QByteArray, missing);
        write("debian-packages.txt", list);
        const QByteArray expected
            = missing.isEmpty() ? QByteArray() : "install -y -q --no-install-recommends " + missing + "\n";
        QCOMPARE(installed(), expected);
    }
};

QTEST_GUILESS_MAIN(InstallPackagesTest)
#include "install_packages_test.moc"
