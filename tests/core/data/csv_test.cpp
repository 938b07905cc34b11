// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/source.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <numeric>

using namespace netwright;
using Texts = std::vector<std::string>;
using Parameters = QMap<QString, QString>;

class CsvTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    Result<std::unique_ptr<data::Source>> open(const std::string& text,
                                               const Parameters& parameters = {}) const
    {
        const std::filesystem::path folder(m_folder.path().toStdString());
        std::ofstream(folder / "table.csv", std::ios::binary | std::ios::trunc) << text;
        const auto* kind = data::findSource("csv");
        ParameterValues values(kind->parameters);
        values.set("file", "table.csv");
        for (const auto& [id, value] : parameters.asKeyValueRange())
            values.set(id.toStdString(), value.toStdString());
        return kind->open(values, folder, {});
    }

    static std::vector<std::int64_t> allRows(const data::Source& source)
    {
        std::vector<std::int64_t> rows(static_cast<std::size_t>(source.rows()));
        std::iota(rows.begin(), rows.end(), 0);
        return rows;
    }

    static std::vector<float> numbers(const data::Source& source, std::size_t column)
    {
        std::vector<float> into(
            static_cast<std::size_t>(source.rows() * source.signature().columns[column].shape.elements()));
        return source.readNumbers(column, allRows(source), into) ? into : std::vector<float> {};
    }

    static std::vector<std::int32_t> classes(const data::Source& source)
    {
        std::vector<std::int32_t> into(static_cast<std::size_t>(source.rows()));
        return source.readCategories(1, allRows(source), into) ? into : std::vector<std::int32_t> {};
    }

private slots:
    void numbersAndTextsBecomeFeaturesAndTheLastColumnTheTarget()
    {
        const auto source
            = open("size,colour,weight,kind\n1,red,0.5,pear\n2,blue,1e2,apple\n-3,red,+4,pear\n");
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        const auto& columns = (*source)->signature().columns;
        QCOMPARE(columns[0].name, std::string("features"));
        QVERIFY(columns[0].type == tensor::ColumnType::Vector);
        QVERIFY(columns[0].shape == (tensor::Shape { 4 }));
        QCOMPARE(columns[1].name, std::string("kind"));
        QVERIFY(columns[1].type == tensor::ColumnType::Category);
        QVERIFY(columns[1].categories == (Texts { "apple", "pear" }));
        QVERIFY((*source)->elementNames(0) == (Texts { "size", "colour = blue", "colour = red", "weight" }));
        QVERIFY(numbers(**source, 0) == (std::vector<float> { 1, 0, 1, 0.5F, 2, 1, 0, 100, -3, 0, 1, 4 }));
        QVERIFY(classes(**source) == (std::vector { 1, 0, 1 }));
        QVERIFY((*source)->previewHeader() == (Texts { "size", "colour", "weight", "kind" }));
        QVERIFY((*source)->previewRows(1, 100)
                == (std::vector<Texts> { { "2", "blue", "100", "apple" }, { "-3", "red", "4", "pear" } }));
        QVERIFY((*source)->previewRows(-5, -1).empty());
        QVERIFY((*source)->previewRows(3, INT64_MAX).empty());
    }

    void anyColumnCanBeTheTarget()
    {
        const auto source = open("price,size\n10,1\n20,2\n", { { "target", "price" } });
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QVERIFY((*source)->signature().columns[1].type == tensor::ColumnType::Number);
        QVERIFY(numbers(**source, 0) == (std::vector<float> { 1, 2 }));
        QVERIFY(numbers(**source, 1) == (std::vector<float> { 10, 20 }));
        std::vector<std::int32_t> into(1);
        QVERIFY(!(*source)->readCategories(1, std::vector<std::int64_t> { 0 }, into));
    }

    void numbersAsClassesAreSortedByValue()
    {
        const auto source = open("x,y\n1,10\n2,9\n3,-1\n4,10\n", { { "target_type", "category" } });
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QVERIFY((*source)->signature().columns[1].categories == (Texts { "-1", "9", "10" }));
        QVERIFY(classes(**source) == (std::vector { 2, 1, 0, 2 }));
    }

    void readsManyDialects_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Parameters>("parameters");
        const auto row = [](const char* name, const char* text, const Parameters& parameters = {}) {
            QTest::newRow(name) << QByteArray(text) << parameters;
        };
        row("commas", "a,b\n1,x\n2,y z\n");
        row("no last line end", "a,b\n1,x\n2,y z");
        row("semicolons", "a;b\n1;x\n2;y z\n");
        row("tabs", "a\tb\n1\tx\n2\ty z\n");
        row("pipes", "a|b\n1|x\n2|y z\n");
        row("spaces", "a  b\n 1 x \n2\t \"y z\"  \n", { { "separator", "space" } });
        row("spaces detected", "a b\n1   x\n2 \"y z\"\n");
        row("CRLF", "a,b\r\n1,x\r\n2,y z\r\n");
        row("old Mac line ends", "a,b\r1,x\r2,y z\r");
        row("byte order mark",
            "\xEF\xBB\xBF"
            "a,b\n1,x\n2,y z\n");
        row("quotes", "\"a\",\"b\"\n\"1\",\"x\"\n2,\"y z\"\n");
        row("spaces around fields", "a , b\n1, x\n 2,  y z \n");
        row("blank lines", "\n\na,b\n\n1,x\n  \n2,y z\n\n\n");
        row("separators in quotes", "a,b\n1,\"x\"\n2,\"y z\"\n", { { "separator", "comma" } });
        row("header told", "a,b\n1,x\n2,y z\n", { { "header", "yes" } });
    }

    void readsManyDialects()
    {
        QFETCH(QByteArray, text);
        QFETCH(Parameters, parameters);
        const auto source = open(text.toStdString(), parameters);
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QVERIFY((*source)->previewHeader() == (Texts { "a", "b" }));
        QVERIFY((*source)->previewRows(0, 9) == (std::vector<Texts> { { "1", "x" }, { "2", "y z" } }));
    }

    void quotedFieldsHoldAnything()
    {
        const auto source
            = open("text,n\n\"one, \"\"two\"\"\nthree\",1\n\"\"\"\",2\n\" spaced \",3\n5\" pipe,4\n");
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QVERIFY(
            (*source)->previewRows(0, 9)
            == (std::vector<Texts> {
                { "one, \"two\"\nthree", "1" }, { "\"", "2" }, { " spaced ", "3" }, { "5\" pipe", "4" } }));
    }

    void theHeaderIsDetected_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("firstName");
        QTest::newRow("names over numbers") << QByteArray("a,b\n1,2\n") << QByteArray("a");
        QTest::newRow("numbers alone") << QByteArray("1,2\n3,4\n") << QByteArray("column 1");
        QTest::newRow("a number in the first row") << QByteArray("a,7\nb,8\n") << QByteArray("column 1");
        QTest::newRow("names over texts") << QByteArray("a,b\nx,y\nx,z\n") << QByteArray("a");
        QTest::newRow("texts alone") << QByteArray("x,y\nx,z\nw,y\n") << QByteArray("column 1");
        QTest::newRow("an unnamed first column") << QByteArray(",b\n1,2\n2,3\n") << QByteArray("column 1");
        QTest::newRow("missing values below") << QByteArray("a,b\n1,2\n,\n") << QByteArray("a");
    }

    void theHeaderIsDetected()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, firstName);
        const auto source = open(text.toStdString(), { { "missing", "drop" } });
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QCOMPARE((*source)->previewHeader().front(), firstName.toStdString());
    }

    void rowsWithMissingValuesCanBeLeftOut()
    {
        const auto source = open("a,b\n1,x\n?,y\n3,\n4,NaN\nn/a,x\n6,z\n", { { "missing", "drop" } });
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QVERIFY((*source)->previewRows(0, 9) == (std::vector<Texts> { { "1", "x" }, { "6", "z" } }));
        QVERIFY((*source)->signature().columns[1].categories == (Texts { "x", "z" }));
    }

    void theFingerprintChangesWithTheText()
    {
        const auto one = open("a,b\n1,2\n");
        const auto other = open("a,b\n1,3\n");
        QVERIFY((*one)->fingerprint() != (*other)->fingerprint());
        QCOMPARE((*one)->fingerprint().size(), 16U);
    }

    void badTablesAreExplained_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Parameters>("parameters");
        QTest::addColumn<QStringList>("words");
        const auto row
            = [](const char* name, const QByteArray& text, const QStringList& words,
                 const Parameters& parameters = {}) { QTest::newRow(name) << text << parameters << words; };
        row("empty", "", { "table.csv", "is empty" });
        row("blank lines alone", "\n \n\r\n", { "is empty" });
        row("a byte order mark alone", "\xEF\xBB\xBF", { "is empty" });
        row("a header alone", "a,b\n", { "only a header" });
        row("nothing complete", "a,b\n1,\n", { "none that is complete" }, { { "missing", "drop" } });
        row("one column", "a\n1\n2\n", { "at least 2 columns", "found 1", "separator" });
        row("a short row", "a,b,c\n1,2,3\n4,5\n", { "line 3", "expected 3 fields", "found 2" });
        row("a long row", "a,b\n1,2\n\n3,4,5\n", { "line 4", "expected 2 fields", "found 3" });
        row("a ragged row after a quoted line end", "a,b\n\"x\ny\",2\n3\n", { "line 4", "found 1" });
        row("a missing value", "age,name\n1,x\n,y\n",
            { "line 3", "column \"age\"", "missing", "Missing values" });
        row("a missing value as text", "age,name\n1,x\n2,NA\n", { "line 3", "column \"name\"", "\"NA\"" });
        row("not a number", "a,b\n1,2\nnan,3\n", { "line 3", "column \"a\"", "missing", "\"nan\"" });
        row("infinite", "a,b\n1,2\n3,-inf\n", { "line 3", "column \"b\"", "finite", "\"-inf\"" });
        row("beyond float32", "a,b\n1,2\n1e39,2\n", { "line 3", "column \"a\"", "finite", "1e39" });
        row("beyond double", "a,b\n1,2\n1e999,2\n", { "line 3", "finite", "1e999" });
        row("text where a number is told", "a,b\n1,2\n1,two\n", { "line 3", "column \"b\"", "\"two\"" },
            { { "target_type", "number" } });
        row("a doubled name", "a,b,a\n1,2,3\n", { "line 1", "two columns", "\"a\"" });
        row("no such target", "a,b\n1,2\n", { "no column \"c\"", "a, b" }, { { "target", "c" } });
        row("a target called features", "a,features\n1,2\n", { "\"features\"", "rename" });
        row("an open quote", "a,b\n1,2\n\"3,4\n5,6\n", { "line 3", "never closed" });
        row("text after a quote", "a,b\n\"1\"x,2\n", { "line 2", "closing quote", "\"x\"" });
        row("a letter of two bytes after a quote", "a,b\n\"1\"ß,2\n", { "closing quote", "\"ß\"" });
        row("Latin-1", "a,b\n1,caf\xE9\n", { "line 2", "UTF-8", "0xe9" });
        row("an overlong form", "a,b\n1,\xC0\xAF\n", { "line 2", "UTF-8", "0xc0" });
        row("a surrogate", "a,b\n1,\xED\xA0\x80\n", { "line 2", "UTF-8" });
        row("a cut character", "a,b\n1,\xF0\x9F\x98", { "line 2", "UTF-8" });
        row("UTF-16",
            QByteArray("\xFF\xFE"
                       "a\0,\0b\0",
                       8),
            { "line 1", "UTF-8", "0xff" });
        row("a zero byte", QByteArray("a,b\n1,\0\n", 8), { "line 2", "0x00" });
        row("endless fields", QByteArray(200'001, ','), { "line 1", "100000 fields" });
        QByteArray free = "text,n\n";
        for (int i = 0; i < 10'001; ++i)
            free += "word" + QByteArray::number(i) + ",1\n";
        row("free text", free, { "column \"text\"", "10000 different texts", "\"word0\"", "line 2" });
    }

    void badTablesAreExplained()
    {
        QFETCH(QByteArray, text);
        QFETCH(Parameters, parameters);
        QFETCH(QStringList, words);
        const auto source = open(text.toStdString(), parameters);
        QVERIFY(!source);
        const auto message = QString::fromStdString(source.error().text());
        QVERIFY2(message.startsWith(m_folder.path()), qPrintable(message));
        for (const auto& word : words)
            QVERIFY2(message.contains(word), qPrintable(word + " is not in: " + message));
    }

    void filesThatCannotBeReadAreNamed()
    {
        const auto* kind = data::findSource("csv");
        ParameterValues values(kind->parameters);
        QVERIFY(kind->open(values, "/", {}).error().message.find("no file is chosen") != std::string::npos);
        values.set("file", "nowhere.csv");
        const auto missing = kind->open(values, m_folder.path().toStdString(), {}).error();
        QVERIFY2(missing.text().find("nowhere.csv: there is no such file") != std::string::npos,
                 missing.text().c_str());
    }

    void refusesRowsThatAreNotThere()
    {
        const auto source = open("a,b\n1,x\n");
        std::vector<float> into(1);
        std::vector<std::int32_t> one(1);
        QVERIFY(!(*source)->readNumbers(0, std::vector<std::int64_t> { 1 }, into));
        QVERIFY(!(*source)->readNumbers(1, std::vector<std::int64_t> { 0 }, into));
        QVERIFY(!(*source)->readNumbers(0, std::vector<std::int64_t> { 0, 0 }, into));
        QVERIFY(!(*source)->readCategories(1, std::vector<std::int64_t> { -1 }, one));
        QVERIFY(!(*source)->readCategories(0, std::vector<std::int64_t> { 0 }, one));
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "csv_test.moc"
