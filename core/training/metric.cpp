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

} // namespace netwright::training
