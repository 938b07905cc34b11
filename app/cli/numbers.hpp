// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.hpp" // grouped()
#include "core/training/metric.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace netwright::cli {

[[nodiscard]] std::string clockText(double seconds); ///< 0:41, 12:05, 3:00:00
/// "loss 0.2731  accuracy 90.12 %", the loss first.
[[nodiscard]] std::string metricText(const training::MetricValues& values);
/// The loss first; what is not finite becomes null.
[[nodiscard]] nlohmann::ordered_json metricJson(const training::MetricValues& values);

} // namespace netwright::cli
