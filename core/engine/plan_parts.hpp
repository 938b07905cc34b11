// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/aligned_block.hpp"
#include "core/engine/crew.hpp"
#include "core/engine/pace.hpp"
#include "core/engine/parameter_store.hpp"
#include "core/engine/plan.hpp"
#include "core/engine/plan_memory.hpp"
#include "core/tensor/operation.hpp"

#include <memory>
#include <string>
#include <vector>

namespace netwright::engine {

struct PlanStep {
    tensor::Operation operation;
    std::string node; ///< `dense "fc1"`
    std::string nodeName; ///< "fc1"
    bool isBackward = false;
};

/// A part of the batch on its way through the network. Layers keep references to `step`: the address of a
/// Slice is stable.
struct Slice {
    layers::StepState step;
    std::vector<PlanStep> steps = {};
    std::vector<tensor::Buffer> losses = {};
    std::vector<double> seconds = {}; ///< what each step took, while that is wanted
};

/// What a Plan owns.
struct Plan::Parts {
    PlanOptions options; ///< with the numbers that 0 stood for
    ParameterStore parameters;
    std::vector<std::unique_ptr<Slice>> slices; ///< one at least; all have the same steps
    /// Where steps begin that meet the other slices, and 0, the pause, and the end.
    std::vector<std::size_t> sections;
    std::size_t pause = 0; ///< the section that begin() does not run any more
    double begun = 0; ///< seconds that begin() took
    std::vector<InputSlot> inputs;
    std::vector<OutputSlot> outputs;
    PlanMemory memory; ///< of the steps
    std::vector<AlignedBlock> slots; ///< inputs and outputs of the whole batch, slice after slice
    std::unique_ptr<Crew> crew;
    Pace pace;
    AlignedBlock gradients; ///< summed over the slices, for who asks
    bool areGradientsSummed = false;

    /// The last slice may have rows behind the batch's last one, which never count.
    [[nodiscard]] std::int64_t sliceRows() const
    {
        const auto count = std::ssize(slices);
        return (options.batch + count - 1) / count;
    }

    /// A slice stays on one thread. Without slices each operation may use all of them, unless the bits must
    /// not depend on how many there are.
    [[nodiscard]] int operationThreads() const
    {
        const bool isReproducible = options.mode == layers::Mode::Training && !options.choices;
        return options.slices > 1 || isReproducible ? 1 : options.threads;
    }
};

} // namespace netwright::engine
