// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/training_curves.hpp"

#include "app/session/text.hpp"

#include "core/training/metric.hpp"
#include "widgets/theme.hpp"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace netwright::pages {

using session::toQt;

namespace {
    QString tr(const char* text) { return QCoreApplication::translate("TrainingCurves", text); }

    std::vector<double> scaled(std::vector<double> values, double factor)
    {
        std::ranges::transform(values, values.begin(), [factor](double value) { return value * factor; });
        return values;
    }

    widgets::Curve epochCurve(const runs::RunCurves& curves,
                              const std::map<std::string, std::vector<double>>& metrics,
                              const std::string& metric)
    {
        const auto it = metrics.find(metric);
        widgets::Curve curve;
        curve.hasMarkers = true;
        if (it != metrics.end()) {
            curve.x = curves.epochs.epoch;
            curve.y = it->second;
        }
        return curve;
    }
} // namespace

std::string secondMetric(const runs::RunCurves& curves)
{
    for (const auto& [name, values] : curves.epochs.train) {
        if (name != "loss")
            return name;
    }
    return {};
}

QString metricTitle(const std::string& metric)
{
    const auto* kind = training::findMetric(metric);
    return kind ? toQt(kind->title) : metric == "loss" ? tr("Loss") : toQt(metric);
}

bool isShare(const std::string& metric)
{
    const auto* kind = training::findMetric(metric);
    return kind && kind->isShare;
}

QString metricText(const std::string& metric, double value)
{
    return isShare(metric) ? widgets::percentText(value) : QLocale::c().toString(value, 'g', 4);
}

std::vector<widgets::Curve> liveCurves(const runs::RunCurves& curves, const std::string& metric,
                                       double stepsPerEpoch)
{
    std::vector<widgets::Curve> shown;
    if (metric == "loss" && stepsPerEpoch > 0) {
        shown.push_back({ .name = tr("Single batches"),
                          .colour = widgets::seriesColour(0),
                          .x = scaled(curves.steps.step, 1 / stepsPerEpoch),
                          .y = curves.steps.loss,
                          .isFaint = true });
    }
    auto train = epochCurve(curves, curves.epochs.train, metric);
    train.name = tr("Training");
    train.colour = widgets::seriesColour(0);
    auto validation = epochCurve(curves, curves.epochs.validation, metric);
    validation.name = tr("Validation");
    validation.colour = widgets::seriesColour(1);
    shown.push_back(std::move(train));
    if (!validation.x.empty())
        shown.push_back(std::move(validation));
    return shown;
}

widgets::Curve overlayCurve(const runs::RunCurves& curves, const std::string& metric, const QString& name,
                            int series)
{
    auto curve = epochCurve(curves, curves.epochs.validation, metric);
    if (curve.x.empty())
        curve = epochCurve(curves, curves.epochs.train, metric);
    curve.name = name;
    curve.colour = widgets::seriesColour(series);
    return curve;
}

} // namespace netwright::pages
