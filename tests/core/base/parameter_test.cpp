// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parameter.hpp"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace netwright;
using Json = nlohmann::ordered_json;

namespace {
const std::vector<ParameterSpec> kSpecs {
    { .id = "units",
      .label = "Units",
      .help = "",
      .fallback = std::int64_t { 8 },
      .minimum = 1,
      .maximum = 100 },
    { .id = "rate", .label = "Rate", .help = "", .type = ParameterType::Real, .fallback = 0.5, .minimum = 0 },
    { .id = "bias", .label = "Bias", .help = "", .type = ParameterType::Boolean, .fallback = true },
    { .id = "padding",
      .label = "Padding",
      .help = "",
      .type = ParameterType::Choice,
      .fallback = std::string("none"),
      .choices = { "none", "same" } },
    { .id = "target",
      .label = "Target",
      .help = "",
      .type = ParameterType::Column,
      .fallback = std::string() },
};

const ParameterSpec& specOf(std::string_view id)
{
    return *std::ranges::find(kSpecs, id, &ParameterSpec::id);
}
} // namespace

class ParameterTest : public QObject {
    Q_OBJECT

private slots:
    void valuesStartAtTheirDefaults()
    {
        const ParameterValues values(kSpecs);
        QCOMPARE(values.integer("units"), 8);
        QCOMPARE(values.real("rate"), 0.5);
        QCOMPARE(values.flag("bias"), true);
        QVERIFY(values.text("padding") == "none");
        QVERIFY(checkValues(kSpecs, values).has_value());
    }

    void aCopySharesValuesUntilItIsChanged()
    {
        const ParameterValues values(kSpecs);
        auto copy = values;
        QCOMPARE(&copy.all(), &values.all());
        copy.set("units", std::int64_t { 9 });
        QCOMPARE(copy.integer("units"), 9);
        QCOMPARE(values.integer("units"), 8);
        QVERIFY(!(copy == values));
        copy.set("units", std::int64_t { 8 });
        QVERIFY(copy == values);
        QVERIFY(ParameterValues() == ParameterValues(std::span<const ParameterSpec>()));
    }

    void jsonGivesBackWhatWasWritten()
    {
        ParameterValues values(kSpecs);
        values.set("units", std::int64_t { 31 });
        values.set("rate", 0.1);
        values.set("bias", false);
        values.set("padding", std::string("same"));
        values.set("target", std::string("Größe \"x\"\n"));
        const auto text = valuesToJson(kSpecs, values).dump();
        const auto read = valuesFromJson(kSpecs, Json::parse(text), "here");
        QVERIFY(read.has_value());
        QVERIFY(*read == values);
    }

    void missingKeysTakeTheirDefaults()
    {
        const auto read = valuesFromJson(kSpecs, Json::parse(R"({"units": 3})"), "here");
        QVERIFY(read.has_value());
        QCOMPARE(read->integer("units"), 3);
        QCOMPARE(read->real("rate"), 0.5);
    }

    void aWholeNumberStandsForAReal()
    {
        const auto read = valuesFromJson(kSpecs, Json::parse(R"({"rate": 1})"), "here");
        QVERIFY(read.has_value());
        QCOMPARE(read->real("rate"), 1.0);
    }

    void badJsonIsOneErrorThatNamesThePlaceAndTheKey_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("expected");
        QTest::newRow("unknown") << QByteArray(R"({"unitz": 1})") << "unknown parameter \"unitz\"";
        QTest::newRow("not an object") << QByteArray("[1]") << "expected parameters as";
        QTest::newRow("text for a number")
            << QByteArray(R"({"units": "8"})") << "\"units\": expected a whole number";
        QTest::newRow("fraction") << QByteArray(R"({"units": 1.5})") << "\"units\": expected a whole number";
        QTest::newRow("beyond 64 bits")
            << QByteArray(R"({"units": 18446744073709551615})") << "a whole number";
        QTest::newRow("null") << QByteArray(R"({"rate": null})") << "\"rate\": expected a number";
        QTest::newRow("number for a switch")
            << QByteArray(R"({"bias": 1})") << "\"bias\": expected true or false";
        QTest::newRow("list for a text")
            << QByteArray(R"({"padding": ["same"]})") << "\"padding\": expected a text";
    }

    void badJsonIsOneErrorThatNamesThePlaceAndTheKey()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        const auto read = valuesFromJson(kSpecs, Json::parse(json.toStdString()), "node \"a\"");
        QVERIFY(!read.has_value());
        const auto text = QString::fromStdString(read.error().text());
        QVERIFY2(text.startsWith("node \"a\": ") && text.contains(expected), qPrintable(text));
    }

    void aHugeValueIsCutInTheMessage()
    {
        const Json json { { "units", std::string(1'000'000, 'x') } };
        const auto read = valuesFromJson(kSpecs, json, "here");
        QVERIFY(!read.has_value());
        QVERIFY2(read.error().text().size() < 500, qPrintable(QString::number(read.error().text().size())));
    }

    void rangesAndChoicesAreChecked_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("expected"); // empty: allowed
        const auto infinite = std::numeric_limits<double>::infinity();
        QTest::newRow("lowest") << QByteArray("units") << Value(std::int64_t { 1 }) << "";
        QTest::newRow("highest") << QByteArray("units") << Value(std::int64_t { 100 }) << "";
        QTest::newRow("too low") << QByteArray("units") << Value(std::int64_t { 0 })
                                 << "Units: expected 1 to 100, found 0";
        QTest::newRow("too high") << QByteArray("units") << Value(std::int64_t { 101 }) << "found 101";
        QTest::newRow("no maximum") << QByteArray("rate") << Value(-1.0)
                                    << "Rate: expected at least 0, found -1";
        QTest::newRow("not a number") << QByteArray("rate") << Value(std::nan("")) << "a finite number";
        QTest::newRow("infinite") << QByteArray("rate") << Value(infinite) << "a finite number";
        QTest::newRow("text for a number") << QByteArray("units") << Value(std::string("8"))
                                           << "Units: expected a whole number, found \"8\"";
        QTest::newRow("number for a choice")
            << QByteArray("padding") << Value(1.5) << "Padding: expected a text, found 1.5";
        QTest::newRow("number for a switch")
            << QByteArray("bias") << Value(std::int64_t { 1 }) << "Bias: expected true or false, found 1";
        QTest::newRow("choice") << QByteArray("padding") << Value(std::string("same")) << "";
        QTest::newRow("no choice") << QByteArray("padding") << Value(std::string("full"))
                                   << "Padding: expected none or same, found \"full\"";
    }

    void rangesAndChoicesAreChecked()
    {
        QFETCH(QByteArray, id);
        QFETCH(Value, value);
        QFETCH(QString, expected);
        const auto checked = checkValue(specOf(id.toStdString()), value);
        QCOMPARE(checked.has_value(), expected.isEmpty());
        if (!checked)
            QVERIFY2(checked.error().message.find(expected.toStdString()) != std::string::npos,
                     checked.error().message.c_str());
    }

    void aConditionAsksAnotherParameter()
    {
        auto spec = specOf("units");
        ParameterValues values(kSpecs);
        QVERIFY(isInUse(spec, values));
        spec.onlyIf = { .id = "padding", .choice = "same" };
        values.set("padding", std::string("same"));
        QVERIFY(isInUse(spec, values));
        values.set("padding", std::string("none"));
        QVERIFY(!isInUse(spec, values));
        QVERIFY(isInUse(spec, ParameterValues())); // of a block that exposes this one alone
    }

    void textsAreAsAPersonWritesThem()
    {
        QVERIFY(valueText(0.001) == "0.001");
        QVERIFY(valueText(std::int64_t { 32 }) == "32");
        QVERIFY(valueText(true) == "true");
        QVERIFY(valueText(std::string("same")) == "same");
    }
};

QTEST_GUILESS_MAIN(ParameterTest)
#include "parameter_test.moc"
