// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/tensor/freedom.hpp"
#include "core/tensor/operation.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace netwright::layers {

enum class Mode {
    Training, ///< forward, losses, backward
    Evaluation, ///< forward and losses; dropout off, batch norm with its running statistics
    Inference, ///< forward without the losses
};

/// An elementwise function that a producer may apply in the same pass (conv2d + relu).
enum class Activation { None, Relu };

/// What changes from step to step while a Plan stays as it is. Its address is stable for the Plan's life.
struct StepState {
    /// Rows of the batch that count. The rest repeat others or are zero, and weigh nothing in losses,
    /// gradients and statistics. None may count in a slice of the last batch.
    std::int64_t validRows = 0;
    std::int64_t batchRows = 0; ///< those of all slices together: what a mean over the batch divides by
    std::uint64_t step = 0; ///< optimiser steps done before this one
    std::uint64_t seed = 0;
};

struct WeightBuffers {
    tensor::Buffer value; ///< fp32 master, in the layout the gradient has
    tensor::Buffer gradient; ///< empty unless training and trainable; of a table, that of its used rows
    /// Of a table with a gradient, int32, one for each row: which row of `gradient` belongs to it, counted
    /// from 1; 0 where its gradient is zero, as at first. The layer keeps it up.
    tensor::Buffer places;
};

/// What a layer sees while a Plan is compiled: it asks for its buffers and records its operations. Owned by
/// the engine, valid during `build` only. Shapes here have the batch in front.
///
/// The rules that keep kernels small:
/// - the gradient of a value has the layout of the value;
/// - a layer that needs its input in another layout asks for it; the engine inserts the reorder, both ways;
/// - `build` runs once for each slice and must record the same every time; buffers are the slice's own, but
/// for
///   weights, and for what shared() and across() give;
/// - lifetimes follow from what operations read and write; nothing else need be declared;
/// - backward operations of a layer run in the order recorded, after those of every consumer of its outputs.
class Builder {
public:
    virtual ~Builder() = default;

    [[nodiscard]] virtual Mode mode() const = 0;
    [[nodiscard]] virtual const ParameterValues& parameters() const = 0;
    /// Rows of the slice of the batch that is recorded. The engine cuts a batch into slices of equal size,
    /// and each goes through the network on a thread of its own; see Operation::meets.
    [[nodiscard]] virtual std::int64_t batch() const = 0;
    [[nodiscard]] virtual std::size_t slice() const = 0; ///< which one this is, from 0
    [[nodiscard]] virtual std::size_t slices() const = 0;
    [[nodiscard]] virtual const StepState& step() const = 0;
    /// For the wrappers that choose between implementations.
    [[nodiscard]] virtual tensor::Freedom freedom() const = 0;
    /// Whether this is the node's second forward pass of the step, in training: see
    /// network::Expansion::segments. What lasts from step to step has moved in the first.
    [[nodiscard]] virtual bool isRecomputation() const = 0;
    /// A stream of random numbers that no other node uses; see base/random.hpp.
    [[nodiscard]] virtual std::uint64_t randomStream() const = 0;

    [[nodiscard]] virtual tensor::Shape inputShape(int port = 0) const = 0;
    [[nodiscard]] virtual tensor::Shape outputShape(int port = 0) const = 0;

    /// What a product may leave its output in: bfloat16 where that is allowed and all who read it take it.
    [[nodiscard]] virtual tensor::ElementType outputType() const = 0;

    /// The input as its producer left it, ...
    [[nodiscard]] virtual tensor::Buffer input(int port = 0) = 0;
    /// ... or in this layout.
    [[nodiscard]] virtual tensor::Buffer input(int port, const tensor::Layout& layout) = 0;
    /// Declares the output's layout and type; call once per port.
    virtual tensor::Buffer output(int port, const tensor::Layout& layout) = 0;
    /// Makes the output a view of a buffer of this layer (flatten, in-place activations).
    virtual tensor::Buffer outputView(int port, const tensor::Buffer& buffer) = 0;
    /// The batch's values of a dataset column: float32 plain, or int32 (N) of a category.
    [[nodiscard]] virtual tensor::Buffer column(std::string_view name) = 0;

    /// False where nothing before this layer learns. Always false unless training.
    [[nodiscard]] virtual bool wantsInputGradient(int port = 0) const = 0;
    /// To be written; has the layout that input() of this port returned last.
    [[nodiscard]] virtual tensor::Buffer inputGradient(int port = 0) = 0;
    /// To be read, and may be overwritten; has the layout of the output.
    [[nodiscard]] virtual tensor::Buffer outputGradient(int port = 0) = 0;
    /// outputGradient(0) already masked by activation(), for layers that do not mask it in their own pass:
    /// the engine does it where it costs least.
    [[nodiscard]] virtual tensor::Buffer preActivationGradient() = 0;

    /// The weight `name` of the kind's list, kept in this layout between steps (plain only in checkpoints).
    [[nodiscard]] virtual WeightBuffers weight(std::string_view name, const tensor::Layout& layout) = 0;
    /// The same weight in another layout or type, refreshed by the engine after each change of the master.
    /// Returns the master itself where the layouts agree. Call after weight().
    [[nodiscard]] virtual tensor::Buffer weightCopy(std::string_view name, const tensor::Layout& layout) = 0;

    /// Whether the normalisation after this layer is folded into its weights, outside training alone: then
    /// weightCopy("kernel") and weight("bias") are the folded ones, and there is a bias in any case.
    [[nodiscard]] virtual bool hasFoldedNorm() const = 0;

    /// Memory between operations of this layer: scratchpads, workspaces, what forward keeps for backward.
    [[nodiscard]] virtual tensor::Buffer scratch(const tensor::Layout& layout) = 0;
    /// Memory of this layer that keeps its content from step to step; all zero before the first.
    [[nodiscard]] virtual tensor::Buffer kept(const tensor::Layout& layout) = 0;

    /// One buffer for each slice, for what slices tell each other: each writes its own and, in an operation
    /// that meets the others, reads all.
    [[nodiscard]] virtual std::vector<tensor::Buffer> shared(const tensor::Layout& layout) = 0;

    /// The buffers of all slices that correspond to this one of this slice, in order; complete when an
    /// operation runs. To be read in operations that meet the others, which keep theirs until the layer's
    /// next operation that meets.
    [[nodiscard]] virtual std::shared_ptr<const std::vector<tensor::Buffer>> across(const tensor::Buffer& own)
        = 0;

    /// What the engine fused into this layer: apply it before writing output(0), and mask outputGradient(0)
    /// by it or take preActivationGradient().
    [[nodiscard]] virtual Activation activation() const = 0;

    virtual void forward(tensor::Operation operation) = 0;
    virtual void backward(tensor::Operation operation) = 0; ///< ignored unless training

    /// Of a loss: where the slice's share of its mean goes, one float: the sum over the valid rows of the
    /// slice, divided by those of the whole batch (StepState::batchRows), times its weight.
    [[nodiscard]] virtual tensor::Buffer loss() = 0;
};

} // namespace netwright::layers
