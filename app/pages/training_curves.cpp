// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/training_curves.hpp"

#include "app/session/text.hpp"

#include "core/training/metric.hpp"
#include "widgets/plot/smoothing.hpp"
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

    /// The noise of single batches would hide all else in a long epoch; smoothed, they show where they go.
    void addBatches(std::vector<widgets::Curve>& shown, const runs::RunCurves::Steps& steps,
                    double stepsPerEpoch)
    {
        const double window = std::clamp(stepsPerEpoch / 10, 5.0, 200.0);
        auto epochs = scaled(steps.step, 1 / stepsPerEpoch);
        widgets::Curve course { .name = tr("Smoothed"),
                                .series = kTraining,
                                .x = epochs,
                                .y = widgets::smoothed(steps.loss, window) };
        shown.push_back({ .name = tr("Single batches"),
                          .series = kTraining,
                          .x = std::move(epochs),
                          .y = steps.loss,
                          .isFaint = true });
        shown.push_back(std::move(course));
    }

    void addRunning(std::vector<widgets::Curve>& shown, const session::TrainingSession& training,
                    const std::string& metric, double stepsPerEpoch)
    {
        const auto it = training.running().find(metric);
        if (it == training.running().end())
            return;
        shown.push_back({ .name = tr("Epoch so far"),
                          .series = kTraining,
                          .x = scaled(it->second.step, 1 / stepsPerEpoch),
                          .y = it->second.value,
                          .isFaint = true });
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
        const auto stepsPerEpoch = static_cast<double>(facts->stepsPerEpoch);
        if (metric == "loss")
            addBatches(shown, curves.steps, stepsPerEpoch);
        else
            addRunning(shown, training, metric, stepsPerEpoch);
    }
    auto train = epochCurve(curves, curves.epochs.train, metric);
    train.name = tr("Training");
    train.series = kTraining;
    train.isDashed = metric == "loss"; // its course is drawn already
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
