// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/aligned_block.hpp"
#include "core/training/optimiser.hpp"

namespace netwright::training {

/// Adds up the gradients of several batches, so that the weights move as they would after one large batch, in
/// the memory of a small one. Batch norm still looks at each small batch alone.
class Accumulation {
public:
    explicit Accumulation(std::size_t weights); ///< of the Plan

    /// After a Plan's run(): adds `share` of its gradients, the part that its rows are of all rows of the
    /// step.
    void add(engine::Plan& plan, float share);
    /// Moves the weights along the sum, which begins anew.
    void updateWeights(engine::Plan& plan, Optimiser& optimiser, std::uint64_t step, double rateFactor);

private:
    engine::AlignedBlock m_sum; ///< lies like the weights
};

} // namespace netwright::training
