// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/metric.hpp"

#include <cassert>
#include <cmath>

namespace netwright::training {

namespace {
    bool isNumeric(const tensor::Column& target)
    {
        return target.type != tensor::ColumnType::Category && target.type != tensor::ColumnType::Sequence;
    }

    void addErrors(const MetricBatch& batch, MetricSums& sums)
    {
        assert(batch.numbers.size() >= batch.prediction.size());
        for (std::size_t i = 0; i < batch.prediction.size(); ++i)
            sums.sum
                += std::abs(static_cast<double>(batch.prediction[i]) - static_cast<double>(batch.numbers[i]));
        sums.count += static_cast<double>(batch.prediction.size());
    }
} // namespace

extern const MetricKind kMeanAbsoluteError;
const MetricKind kMeanAbsoluteError {
    .id = "mean_absolute_error",
    .title = "Mean absolute error",
    .help = "How far predictions are from the truth on average, on the scale that the network sees.",
    .fits = isNumeric,
    .add = addErrors,
};

} // namespace netwright::training
