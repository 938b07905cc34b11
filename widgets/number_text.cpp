// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.hpp"

#include "core/base/text.hpp"

#include <QLocale>

#include <array>
#include <cmath>

namespace netwright::widgets {

namespace {
    const QString kNothing = QStringLiteral("–");

    /// Three significant digits, without trailing zeros: 1.2, 12.5, 125.
    QString threeDigits(double number)
    {
        const int digits = number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
        QString text = QLocale::c().toString(number, 'f', digits);
        if (text.contains('.')) {
            while (text.endsWith('0'))
                text.chop(1);
            if (text.endsWith('.'))
                text.chop(1);
        }
        return text;
    }

    template <std::size_t N>
    QString scaled(double number, double step, const std::array<const char*, N>& units)
    {
        std::size_t unit = 0;
        while (std::abs(number) >= step * 0.9995 && unit + 1 < N) {
            number /= step;
            ++unit;
        }
        return QStringLiteral("%1 %2").arg(threeDigits(number), QString::fromUtf8(units[unit])).trimmed();
    }
} // namespace

QString wholeText(std::int64_t number) { return QString::fromStdString(grouped(number)); }

QString countText(double count)
{
    if (!std::isfinite(count))
        return kNothing;
    if (std::abs(count) < 100'000)
        return wholeText(std::llround(count));
    return scaled(count, 1000, std::array { "", "k", "M", "G", "T" });
}

QString percentText(double share)
{
    return std::isfinite(share) ? QLocale::c().toString(share * 100, 'f', 2) + QStringLiteral(" %")
                                : kNothing;
}

QString durationText(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return kNothing;
    if (seconds > 0 && seconds < 1)
        return scaled(seconds * 1e6, 1000, std::array { "µs", "ms", "s" });
    if (seconds < 59.95)
        return QStringLiteral("%1 s").arg(threeDigits(seconds));
    const auto whole = std::llround(seconds);
    if (whole < 3600)
        return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    const auto minutes = std::llround(seconds / 60);
    if (minutes < 24 * 60)
        return QStringLiteral("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return QStringLiteral("%1 d %2 h").arg(minutes / 1440).arg(minutes % 1440 / 60);
}

QString bytesText(double bytes)
{
    return std::isfinite(bytes) ? scaled(bytes, 1000, std::array { "B", "kB", "MB", "GB", "TB" }) : kNothing;
}

} // namespace netwright::widgets
