// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/operation.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace netwright::engine {

/// A Storage and the operations, by their place in the list, between which it must keep its content.
struct Lifetime {
    std::shared_ptr<tensor::Storage> storage;
    std::size_t first = 0;
    std::size_t last = 0; ///< inclusive
    std::vector<std::shared_ptr<tensor::Storage>> heirs = {}; ///< that take over its memory one after another
    std::size_t offset = 0; ///< set by assignOffsets
};

/// The lifetimes of all that the operations read and write and that is neither placed nor persistent. What an
/// elementwise operation makes takes over the memory of what nobody reads after it.
[[nodiscard]] std::vector<Lifetime> lifetimesOf(const std::vector<const tensor::Operation*>& operations);

/// Gives every lifetime an offset, so that two that overlap in time never overlap in memory; the bytes needed
/// in all. Greedy: the largest first, by bytes or by bytes x time, whichever packs better, each at the lowest
/// place that is free. Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020.
[[nodiscard]] std::size_t assignOffsets(std::vector<Lifetime>& lifetimes);

} // namespace netwright::engine
