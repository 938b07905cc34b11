// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/accumulation.hpp"

#include "core/tensor/vectorise.hpp"

#include <algorithm>

namespace netwright::training {

namespace {
    NETWRIGHT_VECTORISED void addShare(std::span<float> sums, std::span<const float> addends, float share)
    {
        auto* sum = sums.data();
        const auto* addend = addends.data();
        const auto count = sums.size();
#pragma omp simd
        for (std::size_t i = 0; i < count; ++i)
            sum[i] += share * addend[i];
    }
} // namespace

Accumulation::Accumulation(engine::Plan& plan)
    : m_plan(plan)
    , m_sum(plan.weights().size_bytes())
{
}

void Accumulation::begin()
{
    const auto statistics = m_plan.statistics();
    m_statistics.assign(statistics.begin(), statistics.end());
}

void Accumulation::add(float share)
{
    m_plan.visitGradients([&](std::size_t offset, std::span<float>, std::span<const float> gradients) {
        addShare(m_sum.floats().subspan(offset, gradients.size()), gradients, share);
    });
}

void Accumulation::drop()
{
    std::ranges::copy(m_statistics, m_plan.statistics().begin());
    std::ranges::fill(m_sum.floats(), 0.F);
}

void Accumulation::updateWeights(Optimiser& optimiser, std::uint64_t step, double rateFactor)
{
    optimiser.begin(step, rateFactor);
    m_plan.update([&](std::size_t offset, std::span<float> weights, std::span<const float>) {
        const auto sums = m_sum.floats().subspan(offset, weights.size());
        optimiser.update(offset, weights, sums);
        std::ranges::fill(sums, 0.F);
    });
}

} // namespace netwright::training
