// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/aligned_block.hpp"
#include "core/engine/parameter_store.hpp"
#include "core/engine/plan.hpp"
#include "core/tensor/operation.hpp"

#include <string>
#include <vector>

namespace netwright::engine {

struct PlanStep {
    tensor::Operation operation;
    std::string node; ///< `dense "fc1"`
    std::string nodeName; ///< "fc1"
    bool isBackward = false;
};

/// What a Plan owns. Its address is stable: layers keep references to `step`.
struct Plan::Parts {
    PlanOptions options;
    layers::StepState step;
    ParameterStore parameters;
    std::vector<PlanStep> steps;
    std::vector<tensor::Buffer> losses;
    std::vector<InputSlot> inputs;
    std::vector<OutputSlot> outputs;
    AlignedBlock arena; ///< what steps hand to each other, by lifetime
    AlignedBlock persistent; ///< inputs, outputs, losses, and what layers keep
};

} // namespace netwright::engine
