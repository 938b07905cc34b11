// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_outline.hpp"

#include <QtTest>

using namespace netwright;

class JsonOutlineTest : public QObject {
    Q_OBJECT

private slots:
    void valuesStandWhereTheyAreWritten();
    void childrenAreFoundByKeyAndByPlace();
    void escapesInTextsAreRead();
    void brokenTextsAreReadAsFarAsTheyGo_data();
    void brokenTextsAreReadAsFarAsTheyGo();
    void everyBeginningOfATextIsTaken();
};

void JsonOutlineTest::valuesStandWhereTheyAreWritten()
{
    const std::string text = R"({ "a": [1, "x"], "b": {} })";
    const JsonOutline outline(text);
    std::vector<std::string> written;
    for (const auto& value : outline.values())
        written.push_back(text.substr(value.begin, value.end - value.begin));
    QCOMPARE(written, (std::vector<std::string> { text, R"([1, "x"])", "1", R"("x")", "{}" }));
    QCOMPARE(text.substr(outline.values()[4].keyBegin, 3), std::string(R"("b")"));
}

void JsonOutlineTest::childrenAreFoundByKeyAndByPlace()
{
    const JsonOutline outline(R"({"a": {"b": 1}, "b": [10, [20], 30]})");
    const auto b = outline.child(0, std::string_view("b"));
    QVERIFY(b);
    QCOMPARE(outline.values()[*b].kind, JsonOutline::Kind::List);
    QCOMPARE(outline.children(*b).size(), std::size_t(3));
    QCOMPARE(outline.values()[*outline.child(*b, 2)].begin, std::size_t(32));
    QVERIFY(!outline.child(*b, 3));
    QVERIFY(!outline.child(0, std::string_view("c")));
}

void JsonOutlineTest::escapesInTextsAreRead()
{
    const JsonOutline outline(R"({"a \" b": "ü\u00e9\n"})");
    QCOMPARE(outline.values()[1].key, std::string("a \" b"));
    QCOMPARE(outline.values()[1].text, std::string("üé\n"));
}

void JsonOutlineTest::brokenTextsAreReadAsFarAsTheyGo_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("values");
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("open") << QByteArray(R"({"a": [1)") << 3;
    QTest::newRow("a comma too much") << QByteArray(R"({"a": 1,, "b": 2,})") << 3;
    QTest::newRow("an open text") << QByteArray("{\"a\": \"x\n \"b\": 2}") << 3;
    QTest::newRow("closed too often") << QByteArray("[1]]] [2]") << 2;
    QTest::newRow("two values") << QByteArray("{} {\"a\": 1}") << 1;
    QTest::newRow("a backslash at the end") << QByteArray("[\"a\\") << 2;
    QTest::newRow("a thousand brackets") << QByteArray(1000, '[') << 200;
    QTest::newRow("a thousand closed again")
        << QByteArray(1000, '[') + QByteArray(900, ']') + "7" + QByteArray(100, ']') << 201;
}

void JsonOutlineTest::brokenTextsAreReadAsFarAsTheyGo()
{
    QFETCH(QByteArray, text);
    QFETCH(int, values);
    const JsonOutline outline(text.toStdString());
    QCOMPARE(static_cast<int>(outline.values().size()), values);
    for (const auto& value : outline.values())
        QVERIFY(value.keyBegin <= value.begin && value.begin <= value.end
                && value.end <= static_cast<std::size_t>(text.size()));
}

void JsonOutlineTest::everyBeginningOfATextIsTaken()
{
    const std::string text = R"({"nodes": [{"name": "a\\b", "p": [1e3, -2, true]}, null], "k": {"": {}}})";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        const JsonOutline outline(text.substr(0, length));
        for (const auto& value : outline.values())
            QVERIFY(value.parent < outline.values().size() && value.end <= length);
    }
}

QTEST_GUILESS_MAIN(JsonOutlineTest)
#include "json_outline_test.moc"
