// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.hpp"

#include <QTest>

using netwright::cut;
using netwright::grouped;

class TextTest : public QObject {
    Q_OBJECT

private slots:
    void aShortTextStaysWhole()
    {
        QVERIFY(cut("", 3).empty());
        QVERIFY(cut("abc", 3) == "abc");
    }

    void aLongTextIsCutBetweenItsCharacters()
    {
        QVERIFY(cut("abcd", 3) == "abc...");
        QVERIFY(cut("Größe", 4) == "Grö...");
        QVERIFY(cut("Größe", 3) == "Gr...");
        QVERIFY(cut("日本語", 5) == "日...");
    }

    void theDigitsOfLargeNumbersStandInGroups()
    {
        QCOMPARE(grouped(0), std::string("0"));
        QCOMPARE(grouped(999), std::string("999"));
        QCOMPARE(grouped(9'248), std::string("9,248"));
        QCOMPARE(grouped(-123'456), std::string("-123,456"));
        QCOMPARE(grouped(1'234'567), std::string("1,234,567"));
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
