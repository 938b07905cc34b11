// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/engine/aligned_block.hpp"
#include "core/tensor/operation.hpp"

#include <vector>

namespace netwright::engine {

/// An error where the machine does not have so much memory.
[[nodiscard]] Status checkMemory(double bytes);

struct PlanMemory {
    std::vector<AlignedBlock> arenas; ///< by slice
    AlignedBlock persistent;
};

using OperationList = std::vector<const tensor::Operation*>;

/// Places all that the operations of each slice, in the order they run in, and `kept` name and that has no
/// place yet. Slices are recorded alike, so that their arenas are laid out alike. `otherBytes` is what the
/// Plan needs besides; an error where the machine does not have as much as all that.
[[nodiscard]] Result<PlanMemory> layOutMemory(const std::vector<OperationList>& slices,
                                              const std::vector<tensor::Buffer>& kept, double otherBytes);

} // namespace netwright::engine
