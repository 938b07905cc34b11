// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_table.hpp"

#include <QTest>

using namespace netwright::cli;
using Lines = std::vector<std::string>;

class TextTableTest : public QObject {
    Q_OBJECT
private slots:
    void columnsAreAsWideAsTheirWidestCell()
    {
        TextTable table({ "name", ">count", "what" });
        table.add({ "a", "1", "x" });
        table.add({ "softmax_cross_entropy", "12,345", "" });
        QCOMPARE(table.text(2, kTextWidth),
                 std::string("  name                    count  what\n"
                             "  a                           1  x\n"
                             "  softmax_cross_entropy  12,345\n"));
    }

    void theLastCellGoesOnBelowItself()
    {
        TextTable table({ "", "" });
        table.add({ "id", "a sentence that is too long for the line" });
        QCOMPARE(table.text(0, 28), std::string("id  a sentence that is too\n    long for the line\n"));
    }

    void charactersCountNotBytes()
    {
        TextTable table({ "", "" });
        table.add({ "Größe", "x" });
        table.add({ "Menge", "y" });
        QCOMPARE(table.text(0, kTextWidth), std::string("Größe  x\nMenge  y\n"));
    }

    void textIsBrokenAtSpaces()
    {
        QCOMPARE(wrapped("", 10), Lines { "" });
        QCOMPARE(wrapped("one two three", 7), (Lines { "one two", "three" }));
        QCOMPARE(wrapped("a incomprehensibilities b", 5), (Lines { "a", "incomprehensibilities", "b" }));
    }
};

QTEST_GUILESS_MAIN(TextTableTest)
#include "text_table_test.moc"
