// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/builder.hpp"
#include "core/tensor/choices.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace netwright::engine {

class Plan;

struct PlanOptions {
    layers::Mode mode = layers::Mode::Training;
    std::int64_t batch = 32;
    int threads = 0; ///< 0: all that the machine has
    /// Into how many parts the batch is cut; results depend on it, not on the threads. 0: chosen by the
    /// machine's cores and the work; fewer where one would be empty.
    int slices = 0;
    std::uint64_t seed = 1;
    /// Null: reproducible, always the same implementations, and in training one thread for a batch that is
    /// not cut. Else the fastest, whose results differ in their low bits; equal choices give equal bits.
    std::shared_ptr<tensor::Choices> choices = nullptr;
    /// In training, products of layers may round their factors to bfloat16, and a convolution keeps its
    /// output and that one's gradient in it where all who read it take it so; weights, losses and the sums of
    /// products stay fp32. Needs tensor::hasBFloat16().
    bool allowsBFloat16 = false;
    bool fuse = true; ///< activations and normalisations into what comes before; off for comparison alone
    /// Names of nodes whose weights stay as they are, also where others share them: no gradients of these are
    /// computed, and weights() and gradients() do not hold them. Gradients pass through where something
    /// before learns.
    std::vector<std::string> frozen = {};
    /// The node after which begin() stops, and whose output is among outputs() then; empty: none.
    std::string pause = {};
    /// Runs in the pause of this Plan and at no other time of its steps: what its operations hand to each
    /// other then lies in this Plan's memory, where nothing is needed at that time. So it must not run any
    /// more when this Plan is gone, or when its compilation has failed. Needs a pause.
    Plan* guest = nullptr;
};

} // namespace netwright::engine
