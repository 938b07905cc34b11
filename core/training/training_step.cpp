// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a TrainingLoop.
#include "core/training/training_loop.hpp"

#include <algorithm>
#include <cmath>

namespace netwright::training {

Status TrainingLoop::trainStep()
{
    const Recipe& recipe = m_training.recipe;
    const auto size = m_plan->options().batch;
    const auto first = m_batch * recipe.accumulate;
    const auto last = std::min(first + recipe.accumulate, m_batches->batchesOf(m_order.size()));
    const auto rows = std::min(std::ssize(m_order), last * size) - first * size;
    double loss = 0;
    beginStep();
    for (auto batch = first; batch < last; ++batch) {
        if (batch > first)
            passGate();
        if (batch > first && m_stop.stop_requested()) {
            dropStep(); // whoever goes on from here takes it from its first batch
            return {};
        }
        const auto run = m_step * static_cast<std::uint64_t>(recipe.accumulate)
            + static_cast<std::uint64_t>(batch - first);
        const auto share = addGradients(batch, run, rows);
        if (!share)
            return failed(share);
        loss += *share;
    }
    moveWeights();
    ++m_step;
    ++m_batch;
    m_isSaved = false;
    return reportStep(loss, rows);
}

/// Of a step of `stepRows`; returns the batch's share of the step's loss.
Result<double> TrainingLoop::addGradients(std::int64_t batch, std::uint64_t run, std::int64_t stepRows)
{
    const auto rows = m_batches->load(m_order, batch);
    if (!rows)
        return failed(rows);
    const double loss = m_plan->run(*rows, run);
    if (!std::isfinite(loss))
        return diverged(m_step + 1, std::isnan(loss) ? "the loss is not a number" : "the loss is infinite");
    m_metrics->add(loss, *rows);
    const double share = static_cast<double>(*rows) / static_cast<double>(stepRows);
    if (m_accumulation)
        m_accumulation->add(static_cast<float>(share));
    return share * loss;
}

void TrainingLoop::beginStep()
{
    if (!m_accumulation)
        return;
    m_accumulation->begin();
    m_sumsBefore = m_metrics->sums();
}

void TrainingLoop::dropStep()
{
    m_accumulation->drop();
    m_metrics->restore(m_sumsBefore);
}

void TrainingLoop::moveWeights()
{
    if (m_accumulation)
        m_accumulation->updateWeights(*m_optimiser, m_step, rateFactor());
    else
        updateWeights(*m_plan, *m_optimiser, m_step, rateFactor());
}

double TrainingLoop::rateFactor() const
{
    const Recipe& recipe = m_training.recipe;
    return m_schedule->factor(recipe.schedule.parameters,
                              { .step = m_step, .stepsPerEpoch = m_stepsPerEpoch, .epochs = recipe.epochs });
}

} // namespace netwright::training
