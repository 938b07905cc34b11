// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.hpp"

#include <QTest>

using netwright::cut;

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
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
