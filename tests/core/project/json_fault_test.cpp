// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/json_fault.hpp"

#include <QTest>

#include <nlohmann/json.hpp>

#include <random>

using netwright::project::syntaxFaultOf;

class JsonFaultTest : public QObject {
    Q_OBJECT

private slots:
    void aFaultIsSaidInWords_data();
    void aFaultIsSaidInWords();
    void aTextOfBracketsAloneIsNoTrouble();
    void whatAParserRefusesHasAFaultAndNothingElse();
};

void JsonFaultTest::aFaultIsSaidInWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("marked");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, const char* text, const char* marked, const char* message) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(marked) << QByteArray(message);
    };
    row("nothing", "", "", "expected a network as { \"dataset\": ..., \"nodes\": [...] }, found nothing");
    row("no comma", R"({"a": 1 "b": 2})", R"("b")",
        R"(expected a comma or }, found "b"; put a comma before it)");
    row("no comma in a list", R"(["a" "b"])", R"("b")",
        R"(expected a comma or ], found "b"; put a comma before it)");
    row("a comma at the end", R"({"a": 1, })", ",",
        "expected something between this comma and }; remove the comma");
    row("a comma at the end of a list", "[1,\n]", ",",
        "expected something between this comma and ]; remove the comma");
    row("two commas", "[1,, 2]", ",",
        "expected a value for the list, found a comma; write a number, a text in quotes, true or false");
    row("no colon", R"({"units" 32})", "32",
        R"(expected a colon behind "units", found 32; write "name": value)");
    row("no value", R"({"units": , "b": 1})", ",",
        R"(expected a value for "units", found a comma; write a number, a text in quotes, true or false)");
    row("no name", R"({5: 1})", "5", R"(expected a name in quotes, found 5; write "5")");
    row("a name without quotes", R"({units: 1})", "units",
        R"(expected a name in quotes, found units; write "units")");
    row("a text without quotes", R"({"layer": relu})", "relu",
        R"(expected a number, a text in quotes, true or false, found relu; write "relu" if it is a text)");
    row("a text in other quotes", R"({"layer": 'relu'})", "'relu'",
        R"(expected a number, a text in quotes, true or false, found 'relu'; write "relu" if it is a text)");
    row("Python", R"({"bias": True})", "True",
        "expected a number, a text in quotes, true or false, found True; write true");
    row("a number without a digit in front", R"({"rate": .5})", ".5",
        "expected a number such as 12 or 0.5, found .5; write it so");
    row("a number with a unit", R"({"units": 12px})", "12px",
        "expected a number such as 12 or 0.5, found 12px; write it so");
    row("a text that does not end", "{\"a\": \"relu\n}", "\"relu",
        "expected a quote at the end of \"relu, found the end of the line; close the text with \"");
    row("an unknown escape", R"({"a": "C:\data"})", R"(\d)",
        R"(expected \\, \" or \n inside the quotes, found \d; write \\ for a backslash)");
    row("half an escape", R"({"a": "\u12"})", R"(\u12"})",
        R"(expected \u and four digits, as in \u00e4; write them, or the letter itself)");
    row("a tab", "{\"a\": \"x\ty\"}", "\t",
        "expected letters inside the quotes, found a tab or another control character; write \\t for a tab, or "
        "a space");
    row("still open", "{\n\"a\": [1,\n2", "2",
        "the text ends, but the [ of line 2 is still open; close it with ]");
    row("the wrong end", "{\n\"a\": [1}", "}",
        "expected ] here, for the [ of line 2, found }; put ] before it");
    row("more behind the end", "{}\n}", "}",
        "expected nothing behind the end of the network, found }; remove it");
    row("a comment", "{ // mine\n}", "//",
        "expected a part of the network, found //; it has no room for comments: write a note on the canvas");
}

void JsonFaultTest::aFaultIsSaidInWords()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, marked);
    QFETCH(QByteArray, message);
    const auto fault = syntaxFaultOf(text.toStdString());
    QVERIFY(fault);
    QCOMPARE(QByteArray::fromStdString(fault->message), message);
    QCOMPARE(
        text.mid(static_cast<qsizetype>(fault->begin), static_cast<qsizetype>(fault->end - fault->begin)),
        marked);
}

void JsonFaultTest::aTextOfBracketsAloneIsNoTrouble()
{
    QVERIFY(syntaxFaultOf(std::string(1'000'000, '[')));
    QVERIFY(!syntaxFaultOf(std::string(100'000, '[') + std::string(100'000, ']')));
}

/// Of texts with a few random changes.
void JsonFaultTest::whatAParserRefusesHasAFaultAndNothingElse()
{
    const std::string whole
        = R"({"a": [1, -2.5e3, "x\n\u00e4"], "b": {"c": true, "d": {}}, "e": null, "f": []})";
    const std::string letters = "{}[],:\"\\ 0e.-+tu\n";
    std::mt19937 random(7); // NOLINT: the same every time
    for (int i = 0; i < 20'000; ++i) {
        auto text = whole;
        for (unsigned change = random() % 3 + 1; change > 0; --change) {
            const auto at = random() % text.size();
            if (random() % 2 == 0)
                text.erase(at, 1);
            else
                text.insert(at, 1, letters[random() % letters.size()]);
        }
        const auto fault = syntaxFaultOf(text);
        QVERIFY2(nlohmann::json::accept(text) == !fault, text.c_str());
        QVERIFY(!fault || (fault->begin <= fault->end && fault->end <= text.size()));
    }
}

QTEST_GUILESS_MAIN(JsonFaultTest)
#include "json_fault_test.moc"
