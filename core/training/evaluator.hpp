// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.hpp"
#include "core/training/batch_loop.hpp"
#include "core/training/metric_set.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace netwright::training {

/// A network compiled for evaluation, and the means of its metrics over rows of a dataset, which must outlive
/// it. Belongs to one thread at a time.
class Evaluator {
public:
    /// `threads` and `choices` as in PlanOptions.
    [[nodiscard]] static Result<std::unique_ptr<Evaluator>>
    make(const network::Network& network, const data::Dataset& dataset, int threads,
         std::shared_ptr<tensor::Choices> choices = nullptr);

    [[nodiscard]] engine::Plan& plan() { return *m_plan; }
    [[nodiscard]] Status setParameters(std::span<const tensor::NamedTensor> parameters);

    /// Called after each batch, for what is not a metric (a confusion matrix).
    using BatchDone = std::function<void(const MetricBatch&)>;
    /// Nothing where it was stopped.
    [[nodiscard]] Result<std::optional<MetricValues>>
    run(std::span<const std::int64_t> rows, const Progress& progress = {}, const BatchDone& batchDone = {});

private:
    Evaluator(std::unique_ptr<engine::Plan> plan, const data::Dataset& dataset);

    std::unique_ptr<engine::Plan> m_plan;
    BatchLoop m_batches;
    MetricSet m_metrics;
};

} // namespace netwright::training
