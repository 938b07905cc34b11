// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/evaluator.hpp"

namespace netwright::training {

Result<std::unique_ptr<Evaluator>> Evaluator::make(const network::Network& network,
                                                   const data::Dataset& dataset, int threads,
                                                   std::shared_ptr<tensor::Choices> choices)
{
    const engine::PlanOptions options { .mode = layers::Mode::Evaluation,
                                        .batch = evaluationBatch(network, dataset.signature()),
                                        .threads = threads,
                                        .choices = std::move(choices) };
    auto plan = engine::Plan::compile(network, dataset.signature(), options);
    if (!plan)
        return failed(plan);
    return std::unique_ptr<Evaluator>(new Evaluator(*std::move(plan), dataset));
}

Evaluator::Evaluator(std::unique_ptr<engine::Plan> plan, const data::Dataset& dataset)
    : m_plan(std::move(plan))
    , m_batches(*m_plan, dataset)
    , m_metrics(*m_plan, dataset.signature())
{
}

Status Evaluator::setParameters(std::span<const tensor::NamedTensor> parameters)
{
    return m_plan->writeParameters(parameters);
}

Result<std::optional<MetricValues>> Evaluator::run(std::span<const std::int64_t> rows,
                                                   const Progress& progress, const BatchDone& batchDone)
{
    m_metrics.reset();
    const std::int64_t batches = m_batches.batchesOf(rows.size());
    for (std::int64_t batch = 0; batch < batches; ++batch) {
        if (progress.stop.stop_requested())
            return std::nullopt;
        const auto valid = m_batches.load(rows, batch);
        if (!valid)
            return failed(valid);
        const double loss = m_plan->run(*valid, 0);
        m_metrics.add(loss, *valid);
        if (batchDone)
            batchDone(m_metrics.lastBatch(*valid));
        progress.report(static_cast<double>(batch + 1) / static_cast<double>(batches), "evaluating");
    }
    return m_metrics.means();
}

} // namespace netwright::training
