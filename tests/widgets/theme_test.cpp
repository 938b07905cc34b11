// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.hpp"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace netwright;
using namespace netwright::widgets;

namespace {
/// WCAG 2.1, relative luminance and contrast.
double luminance(const QColor& colour)
{
    const auto linear
        = [](double part) { return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

void useScheme(Scheme scheme) { applyTheme(*qobject_cast<QApplication*>(QApplication::instance()), scheme); }
} // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private slots:
    void numbersReadLikeAPersonWouldWriteThem_data();
    void numbersReadLikeAPersonWouldWriteThem();
    void theSchemeFollowsWhatWasApplied();
    void textColoursHaveEnoughContrast_data();
    void textColoursHaveEnoughContrast();
    void iconsTakeTheColourOfTheScheme();
    void anIconWithoutSizeIsNoPicture();
    void everyCategoryHasAnIconAndAColour();
};

void ThemeTest::numbersReadLikeAPersonWouldWriteThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("small count") << countText(7) << "7";
    QTest::newRow("all digits") << wholeText(1'234'567) << "1,234,567";
    QTest::newRow("rows") << countText(70000) << "70,000";
    QTest::newRow("parameters") << countText(101770) << "102 k";
    QTest::newRow("million") << countText(1'234'567) << "1.23 M";
    QTest::newRow("just below a million") << countText(999'900) << "1 M";
    QTest::newRow("no count") << countText(nan) << QStringLiteral("–");
    QTest::newRow("percent") << percentText(0.98412) << "98.41 %";
    QTest::newRow("all") << percentText(1) << "100.00 %";
    QTest::newRow("no percent") << percentText(nan) << QStringLiteral("–");
    QTest::newRow("no time") << durationText(0) << "0 s";
    QTest::newRow("microseconds") << durationText(3.4e-5) << QStringLiteral("34 µs");
    QTest::newRow("milliseconds") << durationText(0.0034) << "3.4 ms";
    QTest::newRow("seconds") << durationText(41.2) << "41.2 s";
    QTest::newRow("minutes") << durationText(725) << "12 min 5 s";
    QTest::newRow("almost a minute") << durationText(59.97) << "1 min 0 s";
    QTest::newRow("hours") << durationText(7500) << "2 h 5 min";
    QTest::newRow("days") << durationText(90000) << "1 d 1 h";
    QTest::newRow("never") << durationText(std::numeric_limits<double>::infinity()) << QStringLiteral("–");
    QTest::newRow("bytes") << bytesText(512) << "512 B";
    QTest::newRow("megabytes") << bytesText(47'000'000) << "47 MB";
}

void ThemeTest::numbersReadLikeAPersonWouldWriteThem()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(text, expected);
}

void ThemeTest::theSchemeFollowsWhatWasApplied()
{
    for (const Scheme scheme : { Scheme::Dark, Scheme::Light, Scheme::Dark }) {
        useScheme(scheme);
        QCOMPARE(currentScheme(), scheme);
    }
}

void ThemeTest::textColoursHaveEnoughContrast_data()
{
    QTest::addColumn<int>("scheme");
    QTest::newRow("light") << static_cast<int>(Scheme::Light);
    QTest::newRow("dark") << static_cast<int>(Scheme::Dark);
}

void ThemeTest::textColoursHaveEnoughContrast()
{
    QFETCH(int, scheme);
    useScheme(static_cast<Scheme>(scheme));
    for (const auto ground : { QPalette::Window, QPalette::Base, QPalette::AlternateBase }) {
        const QColor back = QApplication::palette().color(ground);
        for (const auto meaning :
             { Meaning::Accent, Meaning::Good, Meaning::Warning, Meaning::Bad, Meaning::Quiet }) {
            const double found = contrast(colour(meaning), back);
            QVERIFY2(found >= 4.5,
                     qPrintable(QStringLiteral("meaning %1: %2").arg(static_cast<int>(meaning)).arg(found)));
        }
        for (int series = 0; series < 8; ++series)
            QVERIFY2(contrast(seriesColour(series), back) >= 3, qPrintable(QString::number(series)));
    }
}

void ThemeTest::iconsTakeTheColourOfTheScheme()
{
    const auto brightest = [] {
        const QImage image = icon(QStringLiteral("data")).pixmap(48, 48).toImage();
        int value = -1;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor at = image.pixelColor(x, y);
                if (at.alpha() > 200)
                    value = std::max(value, at.lightness());
            }
        }
        return value;
    };
    useScheme(Scheme::Light);
    const int dark = brightest();
    useScheme(Scheme::Dark);
    const int light = brightest();
    QVERIFY2(dark >= 0 && dark < 100, qPrintable(QString::number(dark)));
    QVERIFY2(light > 180, qPrintable(QString::number(light)));
}

/// Buttons that have no room yet ask for one.
void ThemeTest::anIconWithoutSizeIsNoPicture()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter")));
    QVERIFY(icon(QStringLiteral("network")).pixmap(QSize(0, 16)).isNull());
    QImage paper(8, 8, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&paper);
    icon(QStringLiteral("network")).paint(&painter, QRect());
}

void ThemeTest::everyCategoryHasAnIconAndAColour()
{
    for (int i = 0; i <= static_cast<int>(layers::Category::Loss); ++i) {
        const auto category = static_cast<layers::Category>(i);
        QVERIFY(!categoryIcon(category).pixmap(24, 24).isNull());
        QVERIFY(categoryColour(category).isValid());
    }
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
