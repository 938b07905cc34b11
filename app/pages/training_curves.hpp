// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/training_session.hpp"

#include "core/runs/run.hpp"
#include "widgets/plot/curve_plot.hpp"

#include <QString>

#include <string>
#include <vector>

namespace netwright::pages {

/// The metric that is shown beside the loss: accuracy where there is one. Empty: none.
[[nodiscard]] std::string secondMetric(const runs::RunCurves& curves);
/// "Accuracy", as the metric table has it.
[[nodiscard]] QString metricTitle(const std::string& metric);
[[nodiscard]] QString metricText(const std::string& metric, double value);
[[nodiscard]] bool isShare(const std::string& metric);

/// Training and validation of one run over epochs, with what is known between them: of the loss single
/// batches, faint, and their smoothed course; of others the mean over the epoch so far.
[[nodiscard]] std::vector<widgets::Curve> liveCurves(const session::TrainingSession& training,
                                                     const std::string& metric);
/// Validation (training where there is none) of one run among others.
[[nodiscard]] widgets::Curve overlayCurve(const runs::RunCurves& curves, const std::string& metric,
                                          const QString& name, int series);

} // namespace netwright::pages
