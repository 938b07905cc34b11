// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/plan.hpp"

#include "core/engine/plan_parts.hpp"
#include "core/engine/thread_count.hpp"

#include <cassert>

namespace netwright::engine {

Plan::Plan(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Plan::~Plan() = default;

const PlanOptions& Plan::options() const { return m_parts->options; }
std::span<const InputSlot> Plan::inputs() const { return m_parts->inputs; }
std::span<const OutputSlot> Plan::outputs() const { return m_parts->outputs; }
std::span<float> Plan::weights() { return m_parts->parameters.weights(); }
std::span<const float> Plan::gradients() const { return m_parts->parameters.gradients(); }
std::int64_t Plan::parameterCount() const { return m_parts->parameters.trainableCount(); }
std::size_t Plan::arenaBytes() const { return m_parts->arena.bytes(); }

double Plan::run(std::int64_t validRows, std::uint64_t step)
{
    assert(validRows >= 1 && validRows <= m_parts->options.batch);
    ThreadCount threads(m_parts->options.threads);
    m_parts->step.validRows = validRows;
    m_parts->step.step = step;
    for (const auto& planStep : m_parts->steps) {
        threads.use(planStep.operation.threads);
        planStep.operation.run();
    }
    double sum = 0;
    for (const auto& loss : m_parts->losses)
        sum += static_cast<double>(*loss.data<float>());
    return sum;
}

void Plan::weightsChanged()
{
    ThreadCount threads(m_parts->options.threads);
    for (const auto& operation : m_parts->parameters.refreshing()) {
        threads.use(operation.threads);
        operation.run();
    }
}

std::vector<tensor::NamedTensor> Plan::readParameters() const
{
    const ThreadCount threads(m_parts->options.threads);
    return m_parts->parameters.read();
}

Status Plan::writeParameters(std::span<const tensor::NamedTensor> parameters)
{
    const ThreadCount threads(m_parts->options.threads);
    const auto status = m_parts->parameters.write(parameters);
    if (status)
        weightsChanged();
    return status;
}

std::vector<tensor::NamedTensor> Plan::toPlain(std::span<const float> likeWeights) const
{
    const ThreadCount threads(m_parts->options.threads);
    return m_parts->parameters.toPlain(likeWeights);
}

Status Plan::fromPlain(std::span<const tensor::NamedTensor> plain, std::span<float> likeWeights) const
{
    const ThreadCount threads(m_parts->options.threads);
    return m_parts->parameters.fromPlain(plain, likeWeights);
}

} // namespace netwright::engine
