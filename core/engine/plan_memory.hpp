// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/engine/aligned_block.hpp"
#include "core/engine/memory_plan.hpp"
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

using OperationList = std::vector<const tensor::Operation*>;

struct PlanMemory {
    std::vector<AlignedBlock> arenas = {}; ///< by slice: what its steps hand to each other, by lifetime
    AlignedBlock persistent = {}; ///< losses, and what layers keep
    std::vector<std::vector<Lifetime>> lifetimes = {}; ///< by slice: what lies in the arena
    std::vector<std::byte*> rooms = {}; ///< by slice: the Room that was asked for
};

/// Memory in each arena that the Plan leaves alone between two steps.
struct Room {
    std::size_t bytes = 0;
    std::size_t before = 0; ///< the step that comes after it
};

/// Places all that the operations of each slice, in the order they run in, and `kept` name and that has no
/// place yet. Slices are recorded alike, so that their arenas are laid out alike. `besides` is what the Plan
/// needs otherwise; an error where the machine does not have as much as all that.
[[nodiscard]] Result<PlanMemory> layOutMemory(const std::vector<OperationList>& slices,
                                              const std::vector<tensor::Buffer>& kept,
                                              const MemoryNeed& besides, const Room& room);

/// Moves what lies in the arenas of the first slices to these places, each as large as an arena. To be
/// called between steps: the content is lost. The arenas of these slices may be gone by then.
void moveArenas(PlanMemory& memory, const std::vector<OperationList>& slices,
                const std::vector<std::byte*>& places);

} // namespace netwright::engine
