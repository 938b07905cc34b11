// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimiser.hpp"

#include <algorithm>

namespace netwright::training {

const OptimiserKind* findOptimiser(std::string_view id)
{
    const auto table = optimiserTable();
    const auto it = std::ranges::find(table, id, &OptimiserKind::id);
    return it == table.end() ? nullptr : *it;
}

void updateWeights(engine::Plan& plan, Optimiser& optimiser, std::uint64_t step, double rateFactor)
{
    optimiser.begin(step, rateFactor);
    plan.update([&optimiser](std::size_t offset, std::span<float> weights, std::span<const float> gradients) {
        optimiser.update(offset, weights, gradients);
    });
}

} // namespace netwright::training
