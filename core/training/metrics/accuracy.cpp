// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/metric.hpp"

#include <cassert>

namespace netwright::training {

namespace {
    bool isCategory(const tensor::Column& target) { return target.type == tensor::ColumnType::Category; }

    void addHits(const MetricBatch& batch, MetricSums& sums)
    {
        assert(batch.rows > 0 && batch.categories.size() >= static_cast<std::size_t>(batch.rows));
        const auto rows = static_cast<std::size_t>(batch.rows);
        const auto outputs = batch.prediction.size() / rows;
        for (std::size_t row = 0; row < rows; ++row) {
            const auto likeliest = likeliestClass(batch.prediction.subspan(row * outputs, outputs));
            sums.sum += likeliest == batch.categories[row] ? 1.0 : 0.0;
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
