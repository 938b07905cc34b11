// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/engine/lowering.hpp"
#include "core/engine/recording.hpp"
#include "core/tensor/operation.hpp"

#include <vector>

namespace netwright::engine {

/// What a normalisation does to a channel, y = f (x W + b) + a, its product does by itself with other
/// weights:
///
///     W' = f W        b' = f b + a
struct NormFolding {
    tensor::Buffer kernel; ///< W, in any layout
    std::size_t outputAxis = 0; ///< of the kernel
    tensor::Buffer bias; ///< b; empty where there is none
    const FoldedNorm& norm;
    std::vector<tensor::Buffer> normWeights; ///< in the order of the kind's list, plain
    FoldedWeights folded; ///< written
};

/// To be run whenever one of the weights has changed. By way of the plain order, in which a channel's numbers
/// are found whatever layout the product wants them in.
[[nodiscard]] Result<tensor::Operation> foldNorm(const NormFolding& folding);

} // namespace netwright::engine
