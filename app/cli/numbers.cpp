// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/numbers.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace netwright::cli {

namespace {
    /// Calls visit(id, value) for each metric, the loss first.
    template <class Visit> void eachMetric(const training::MetricValues& values, const Visit& visit)
    {
        if (const auto loss = values.find("loss"); loss != values.end())
            visit(loss->first, loss->second);
        for (const auto& [id, value] : values)
            if (id != "loss")
                visit(id, value);
    }
} // namespace

std::string clockText(double seconds)
{
    constexpr double kLongest = 359'999; // 99:59:59
    const auto all = static_cast<std::int64_t>(std::llround(std::clamp(seconds, 0.0, kLongest)));
    const auto hours = all / 3600;
    const auto minutes = all / 60 % 60;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, all % 60)
                     : fmt::format("{}:{:02}", minutes, all % 60);
}

std::string metricText(const training::MetricValues& values)
{
    std::string text;
    eachMetric(values, [&](const std::string& id, double value) {
        const training::MetricKind* kind = training::findMetric(id);
        const bool isShare = kind != nullptr && kind->isShare;
        text += text.empty() ? "" : "  ";
        text += isShare ? fmt::format("{} {:.2f} %", id, 100 * value) : fmt::format("{} {:.4f}", id, value);
    });
    return text;
}

nlohmann::ordered_json metricJson(const training::MetricValues& values)
{
    auto json = nlohmann::ordered_json::object();
    eachMetric(values, [&](const std::string& id, double value) { json[id] = value; });
    return json;
}

} // namespace netwright::cli
