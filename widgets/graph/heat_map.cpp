// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/heat_map.hpp"

#include "widgets/theme.hpp"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kPowers = 1000; ///< between the ends of the scale

    QString tr(const char* text) { return QCoreApplication::translate("HeatMap", text); }

    double valueOf(Heat kind, const layers::Cost& cost)
    {
        switch (kind) {
        case Heat::Parameters:
            return static_cast<double>(cost.parameters);
        case Heat::Compute:
            return static_cast<double>(cost.multiplyAdds);
        case Heat::Memory:
            return static_cast<double>(cost.activationBytes);
        case Heat::None:
        case Heat::Time:
            break;
        }
        return 0;
    }
} // namespace

double HeatMap::highest() const
{
    double most = 0;
    for (const auto& [node, value] : values)
        most = std::max(most, value);
    return most;
}

double HeatMap::least() const
{
    double least = highest();
    for (const auto& [node, value] : values)
        least = value > 0 ? std::min(least, value) : least;
    return least;
}

double HeatMap::lowest() const { return std::max(least(), highest() / kPowers); }

QString HeatMap::lowestText() const
{
    const auto number = text(lowest());
    return least() < lowest() ? QStringLiteral("≤ %1").arg(number) : number;
}

QString HeatMap::title() const
{
    switch (kind) {
    case Heat::Parameters:
        return tr("Parameters");
    case Heat::Compute:
        return tr("Multiply-adds per sample");
    case Heat::Memory:
        return tr("Activations per sample");
    case Heat::Time:
        return tr("Measured time of a step");
    case Heat::None:
        break;
    }
    return {};
}

QString HeatMap::text(double value) const
{
    if (kind == Heat::Time)
        return durationText(value / 1000);
    return kind == Heat::Memory ? bytesText(value) : countText(value);
}

HeatMap heatOf(Heat kind, const network::Analysis& analysis)
{
    HeatMap heat { .kind = kind, .values = {} };
    for (const auto& [node, facts] : analysis.facts)
        heat.values.emplace(node, valueOf(kind, facts.cost));
    return heat;
}

QColor heatColour(double share)
{
    static constexpr std::array<QRgb, 10> kStops {
        0xff00224e, 0xff123570, 0xff3b496c, 0xff575d6d, 0xff707173,
        0xff8a8678, 0xffa59c74, 0xffc3b369, 0xffe1cc55, 0xfffee838
    };
    const double place = std::clamp(share, 0.0, 1.0) * (kStops.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), kStops.size() - 2);
    const auto part = static_cast<float>(place - static_cast<double>(below));
    const QColor from(kStops[below]);
    const QColor to(kStops[below + 1]);
    const auto between = [part](float a, float b) { return a + part * (b - a); };
    return QColor::fromRgbF(between(from.redF(), to.redF()), between(from.greenF(), to.greenF()),
                            between(from.blueF(), to.blueF()));
}

QColor heatColour(double value, double low, double high)
{
    if (value <= 0)
        return {};
    return heatColour(high > low ? std::log(value / low) / std::log(high / low) : 1);
}

} // namespace netwright::widgets
