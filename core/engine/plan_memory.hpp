// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/engine/aligned_block.hpp"
#include "core/tensor/operation.hpp"

#include <cstdint>
#include <vector>

namespace netwright::engine {

/// Bytes that a Plan needs.
struct MemoryNeed {
    double ofWeights = 0; ///< whatever the batch
    double ofBatch = 0; ///< about in proportion to it
    std::int64_t batch = 1;
};

/// An error where the machine does not have as much memory; it says which batch would fit.
[[nodiscard]] Status checkMemory(const MemoryNeed& need);

struct PlanMemory {
    std::vector<AlignedBlock> arenas; ///< by slice
    AlignedBlock persistent;
};

using OperationList = std::vector<const tensor::Operation*>;

/// Places all that the operations of each slice, in the order they run in, and `kept` name and that has no
/// place yet. Slices are recorded alike, so that their arenas are laid out alike. `besides` is what the Plan
/// needs otherwise; an error where the machine does not have as much as all that.
[[nodiscard]] Result<PlanMemory> layOutMemory(const std::vector<OperationList>& slices,
                                              const std::vector<tensor::Buffer>& kept,
                                              const MemoryNeed& besides);

} // namespace netwright::engine
