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
    constexpr int kTraining = 0;
    constexpr int kValidation = 1;

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

std::vector<widgets::Curve> liveCurves(const session::TrainingSession& training, const std::string& metric)
{
    const auto& curves = training.curves();
    std::vector<widgets::Curve> shown;
    if (const auto& facts = training.facts(); facts && facts->stepsPerEpoch > 0) {
        widgets::Curve behind { .name = metric == "loss" ? tr("Single batches") : tr("Epoch so far"),
                                .series = kTraining,
                                .x = curves.steps.step,
                                .y = curves.steps.loss,
                                .isFaint = true };
        if (const auto it = training.running().find(metric);
            metric != "loss" && it != training.running().end()) {
            behind.x = it->second.step;
            behind.y = it->second.value;
        }
        behind.x = scaled(std::move(behind.x), 1 / static_cast<double>(facts->stepsPerEpoch));
        shown.push_back(std::move(behind));
    }
    auto train = epochCurve(curves, curves.epochs.train, metric);
    train.name = tr("Training");
    train.series = kTraining;
    auto validation = epochCurve(curves, curves.epochs.validation, metric);
    validation.name = tr("Validation");
    validation.series = kValidation;
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
    curve.series = series;
    return curve;
}

} // namespace netwright::pages
