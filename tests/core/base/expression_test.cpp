// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/expression.hpp"

#include <QTest>

using namespace netwright;

namespace {
const NamedNumbers kNames { { "units", 64 }, { "kernel_height", 3 }, { "rate", 0.25 }, { "none", 0 } };
}

class ExpressionTest : public QObject {
    Q_OBJECT

private slots:
    void expressionsHaveAValue_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("value");
        const auto row
            = [](const char* text, double value) { QTest::newRow(text) << QByteArray(text) << value; };
        row("7", 7);
        row("3*64", 192);
        row("2*units", 128);
        row("units / 2 - 1", 31);
        row("2+3*4", 14);
        row("(2+3)*4", 20);
        row("8-3-2", 3);
        row("64/4/2", 8);
        row("-3 + -(2)", -5);
        row("--2", 2);
        row("1e-3", 0.001);
        row(".5*rate", 0.125);
        row("kernel_height*kernel_height", 9);
        row("  12\t", 12);
    }

    void expressionsHaveAValue()
    {
        QFETCH(QByteArray, text);
        QFETCH(double, value);
        const auto result = evaluate(text.toStdString(), kNames);
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QCOMPARE(*result, value);
    }

    void whatIsNoExpressionIsAnError_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, QByteArray text, const char* expected) {
            QTest::newRow(name) << text << QString(expected);
        };
        row("empty", "", "not finished");
        row("blank", "  ", "not finished");
        row("half", "2*", "not finished");
        row("open bracket", "(2+3", "not finished");
        row("closed bracket", "2)", "at \")\"");
        row("two numbers", "2 3", "at \"3\"");
        row("unknown name", "2*filters", "no parameter \"filters\"");
        row("a word that is a number", "inf", "no parameter \"inf\"");
        row("a call", "system(1)", "no parameter \"system\"");
        row("power", "2^3", "at \"^3\"");
        row("zero", "1/0", "divides by zero");
        row("a name that is zero", "1/none", "divides by zero");
        row("too large", "1e308*10", "too large");
        row("far too large", "1e999", "");
        row("too long", QByteArray(300, '1'), "too long");
        row("too deep", QByteArray(100, '(') + "1" + QByteArray(99, ')'), "too deeply");
        row("many signs", QByteArray(150, '-') + "1", "too deeply");
        row("not ASCII", "\xc3\xb6", "at \"");
    }

    void whatIsNoExpressionIsAnError()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        const auto result = evaluate(text.toStdString(), kNames);
        QVERIFY(!result);
        QVERIFY2(QString::fromStdString(result.error().text()).contains(expected),
                 result.error().text().c_str());
    }
};

QTEST_GUILESS_MAIN(ExpressionTest)
#include "expression_test.moc"
