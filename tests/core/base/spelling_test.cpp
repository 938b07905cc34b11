// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.hpp"

#include <QTest>

#include <vector>

using netwright::spellingHint;
using Names = std::vector<std::string_view>;

class SpellingTest : public QObject {
    Q_OBJECT

private slots:
    void aSlipIsSetRight_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("hint");
        QTest::newRow("changed letter") << QByteArray("unity") << QByteArray("; did you mean \"units\"?");
        QTest::newRow("missing letter") << QByteArray("bas") << QByteArray("; did you mean \"bias\"?");
        QTest::newRow("one too many") << QByteArray("biass") << QByteArray("; did you mean \"bias\"?");
        QTest::newRow("another word")
            << QByteArray("colour") << QByteArray("; expected \"units\" or \"bias\"");
        QTest::newRow("nothing") << QByteArray() << QByteArray("; expected \"units\" or \"bias\"");
        QTest::newRow("huge") << QByteArray(100'000, 'u') << QByteArray("; expected \"units\" or \"bias\"");
    }

    void aSlipIsSetRight()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, hint);
        QCOMPARE(QByteArray::fromStdString(spellingHint(name.toStdString(), Names { "units", "bias" })),
                 hint);
    }

    void whatThereIsIsListedWhereThatIsShort()
    {
        QCOMPARE(spellingHint("colour", {}), std::string());
        QCOMPARE(spellingHint("colour", Names { "rate" }), std::string("; expected \"rate\""));
        QCOMPARE(spellingHint("colour", Names { "rate", "units", "bias" }),
                 std::string("; expected \"rate\", \"units\" or \"bias\""));
        QCOMPARE(netwright::fileSpellingHint("colour", Names { "rate" }),
                 std::string("; expected \"rate\"; was the file written by a newer Netwright?"));
        QCOMPARE(netwright::fileSpellingHint("rote", Names { "rate" }),
                 std::string("; did you mean \"rate\"?"));
        QCOMPARE(spellingHint("colour", Names(9, "rate")), std::string());
    }
};

QTEST_GUILESS_MAIN(SpellingTest)
#include "spelling_test.moc"
