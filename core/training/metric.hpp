// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/column.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::training {

/// The batch a metric sees: what the network says of `rows` samples and what is so.
struct MetricBatch {
    const tensor::Column& target;
    std::int64_t rows = 0;
    std::span<const float> prediction; ///< rows x outputs
    std::span<const float> numbers; ///< the target, unless a Category
    std::span<const std::int32_t> categories; ///< the target, of a Category
};

/// The class that the scores of one sample speak for: that of the largest; of a single score the second class
/// where it is above 0, as the sigmoid cross-entropy loss sees it.
[[nodiscard]] std::int64_t likeliestClass(std::span<const float> scores);

/// The two sums a metric needs, kept in checkpoints so that a resumed epoch ends with the same figures.
struct MetricSums {
    double sum = 0;
    double count = 0;

    [[nodiscard]] double mean() const { return count > 0 ? sum / count : 0; }
    bool operator==(const MetricSums&) const = default;
};

/// core/training/metrics/accuracy.cpp defines kAccuracy. The build generates the table.
struct MetricKind {
    std::string id; ///< the key in files: "accuracy"
    std::string title;
    std::string help;
    bool isShare = false; ///< 0 to 1, shown as a percentage
    bool (*fits)(const tensor::Column& target) = nullptr;
    void (*add)(const MetricBatch& batch, MetricSums& sums) = nullptr;
};

[[nodiscard]] std::span<const MetricKind* const> metricTable();
[[nodiscard]] const MetricKind* findMetric(std::string_view id);

/// By id, "loss" first.
using MetricValues = std::map<std::string, double, std::less<>>;

} // namespace netwright::training
