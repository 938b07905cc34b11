// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/lowering.hpp"
#include "core/engine/parameter_store.hpp"
#include "core/engine/plan.hpp"
#include "core/tensor/operation.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace netwright::engine {

/// The buffers of one LoweredValue.
struct RecordedValue {
    tensor::Buffer buffer;
    tensor::Buffer gradient; ///< empty where it is not wanted
    bool isGradientClaimed = false; ///< by the first consumer, which writes it
    std::vector<tensor::Buffer> furtherGradients
        = {}; ///< of the other consumers: added up before the producer's turn
};

/// The operations of one LoweredNode, in the order they run in.
struct RecordedNode {
    std::vector<tensor::Operation> forward = {};
    std::vector<tensor::Operation> backwardPreparation = {}; ///< sums and masks of its output gradients
    std::vector<tensor::Operation> backward = {};
    std::vector<tensor::Operation> backwardReorders = {}; ///< of its input gradients
    bool wantsMask = false; ///< of its output gradient, by the activation fused into it
    tensor::Buffer prediction = {}; ///< of a loss: its first input, plain
};

/// A weight while a slice is recorded, and the gradients that its users leave: the first in the weight's own
/// buffer, others, with whom it shares the weight, in buffers of theirs.
struct RecordedWeight {
    struct User {
        std::size_t node; ///< index into Lowered::nodes
        tensor::Buffer gradient;
    };
    tensor::Buffer gradient;
    std::vector<User> users;
};

/// The weights of a product that a normalisation is folded into.
struct FoldedWeights {
    tensor::Buffer kernel;
    tensor::Buffer bias;
};

/// What the slices of a batch see of each other, in the order slice 0 asked for it.
struct Shared {
    std::vector<std::vector<tensor::Buffer>> buffers = {}; ///< one for each slice
    std::vector<std::shared_ptr<std::vector<tensor::Buffer>>> across = {};
    std::map<std::size_t, FoldedWeights> folded = {}; ///< by index into Lowered::nodes
};

/// What grows while the nodes of a network are recorded one after the other, for one slice of the batch.
struct Recording {
    const Lowered& lowered;
    const tensor::Signature& data;
    const PlanOptions& options;
    std::int64_t batch; ///< rows of the slice
    std::size_t slice; ///< which one this is
    std::size_t slices;
    const layers::StepState& step;
    ParameterStore& parameters;
    Shared& shared;
    std::size_t sharedTaken = 0;
    std::size_t acrossTaken = 0;

    std::vector<RecordedValue> values = {}; ///< as Lowered::values
    std::vector<RecordedNode> nodes = {}; ///< as Lowered::nodes
    std::map<std::string, tensor::Buffer, std::less<>> columns = {};
    std::vector<tensor::Buffer> losses = {};
    std::map<std::pair<std::string, std::string>, RecordedWeight> weights = {}; ///< by node and name
};

/// Where a weight has several users that learn: brings their gradients together after the last one's turn.
[[nodiscard]] Status sumWeightGradients(Recording& recording);

/// Plain memory that lives as long as the Plan.
[[nodiscard]] tensor::Buffer persistentBuffer(const tensor::Layout& layout);

/// Lets every layer record its operations, in order.
[[nodiscard]] Status record(Recording& recording);

} // namespace netwright::engine
