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

Accumulation::Accumulation(std::size_t weights)
    : m_sum(weights * sizeof(float))
{
}

void Accumulation::add(engine::Plan& plan, float share)
{
    plan.update([&](std::size_t offset, std::span<float>, std::span<const float> gradients) {
        addShare(m_sum.floats().subspan(offset, gradients.size()), gradients, share);
    });
}

void Accumulation::updateWeights(engine::Plan& plan, Optimiser& optimiser, std::uint64_t step,
                                 double rateFactor)
{
    optimiser.begin(step, rateFactor);
    plan.update([&](std::size_t offset, std::span<float> weights, std::span<const float>) {
        const auto sums = m_sum.floats().subspan(offset, weights.size());
        optimiser.update(offset, weights, sums);
        std::ranges::fill(sums, 0.F);
    });
}

} // namespace netwright::training
