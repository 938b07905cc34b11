// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/aligned_block.hpp"
#include "core/training/optimiser.hpp"

#include <vector>

namespace netwright::training {

/// Adds up the gradients of several batches, so that the weights move as they would after one large batch, in
/// the memory of a small one. Batch norm still looks at each small batch alone.
class Accumulation {
public:
    explicit Accumulation(engine::Plan& plan); ///< which must outlive it

    void begin(); ///< a step
    /// After a run(): adds `share` of the gradients, the part that its rows are of all rows of the step.
    void add(float share);
    /// Gives the step up: the Plan is as it was at begin().
    void drop();
    /// Moves the weights along the sum, which begins anew.
    void updateWeights(Optimiser& optimiser, std::uint64_t step, double rateFactor);

private:
    engine::Plan& m_plan;
    engine::AlignedBlock m_sum; ///< lies like the weights
    std::vector<float> m_statistics; ///< at begin()
};

} // namespace netwright::training
