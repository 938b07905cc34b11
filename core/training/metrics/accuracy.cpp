// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/metric.hpp"

#include <algorithm>
#include <cassert>

namespace netwright::training {

namespace {
    bool isCategory(const tensor::Column& target) { return target.type == tensor::ColumnType::Category; }

    void addHits(const MetricBatch& batch, MetricSums& sums)
    {
        assert(batch.rows > 0 && batch.categories.size() >= static_cast<std::size_t>(batch.rows));
        const auto classes = static_cast<std::ptrdiff_t>(batch.prediction.size()) / batch.rows;
        for (std::ptrdiff_t row = 0; row < batch.rows; ++row) {
            const float* scores = batch.prediction.data() + row * classes;
            const auto likeliest = std::max_element(scores, scores + classes) - scores;
            sums.sum += likeliest == batch.categories[static_cast<std::size_t>(row)] ? 1.0 : 0.0;
        }
        sums.count += static_cast<double>(batch.rows);
    }
} // namespace

extern const MetricKind kAccuracy;
const MetricKind kAccuracy {
    .id = "accuracy",
    .title = "Accuracy",
    .help = "The share of samples whose likeliest class is the true one.",
    .isShare = true,
    .fits = isCategory,
    .add = addHits,
};

} // namespace netwright::training
