// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/metric.hpp"

#include <algorithm>

namespace netwright::training {

const MetricKind* findMetric(std::string_view id)
{
    const auto table = metricTable();
    const auto it = std::ranges::find(table, id, &MetricKind::id);
    return it == table.end() ? nullptr : *it;
}

std::int64_t likeliestClass(std::span<const float> scores)
{
    if (scores.size() == 1)
        return scores[0] > 0 ? 1 : 0;
    return std::ranges::max_element(scores) - scores.begin();
}

} // namespace netwright::training
