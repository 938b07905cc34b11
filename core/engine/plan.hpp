// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/engine/plan_options.hpp"
#include "core/network/network.hpp"
#include "core/tensor/column.hpp"
#include "core/tensor/tensor.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::engine {

/// Where the loader puts a column's values for the next step: plain, batch first. Valid for the Plan's life.
struct InputSlot {
    std::string column;
    tensor::ColumnType type;
    tensor::Shape shape; ///< per sample
    std::span<float> numbers; ///< of all but a Category: batch x shape
    std::span<std::int32_t> categories; ///< of a Category: batch
};

/// What a network computes for one output that has no consumer, or for a loss, or where it pauses: plain,
/// batch first.
struct OutputSlot {
    std::string node; ///< the node whose output it is
    std::string target; ///< column of the loss it feeds; empty in Inference and where it pauses
    tensor::Shape shape; ///< per sample
    std::span<const float> values; ///< batch x shape, of the last step
};

/// What one step of a Plan takes: for the heat view and for `bench`.
struct StepProfile {
    std::string node;
    std::string operation;
    std::string implementation;
    bool isBackward = false;
    double milliseconds = 0;
    double flops = 0;
};

/// A network compiled for one batch size and mode: a flat list of operations, every primitive built, all
/// memory laid out by lifetime. Running it allocates nothing and looks nothing up.
///
/// The batch is cut into slices. Each goes through the whole network on a thread of its own and leaves
/// gradients of its own, which are summed when the weights are updated; slices meet only where a layer needs
/// the whole batch (batch norm). So threads wait for each other a few times a step instead of at every
/// operation, and one thread that runs all slices one after the other gets the same bits.
///
/// Belongs to one thread at a time: the one that runs it.
class Plan {
public:
    /// The first problem of the network as the error, if it has one; also where memory or oneDNN fails.
    [[nodiscard]] static Result<std::unique_ptr<Plan>>
    compile(const network::Network& network, const tensor::Signature& data, const PlanOptions& options);
    ~Plan();
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    [[nodiscard]] const PlanOptions& options() const; ///< with the number of threads that 0 stood for
    [[nodiscard]] std::span<const InputSlot> inputs() const;
    [[nodiscard]] std::span<const OutputSlot> outputs() const;

    /// One step on what lies in inputs(): forward, losses and, in training, backward into gradients().
    /// `validRows` of the batch, 1 at least, count. Returns the sum of the losses (0 in Inference). Throws
    /// std::runtime_error where oneDNN fails.
    double run(std::int64_t validRows, std::uint64_t step);
    /// run() in two parts, with time for something else in between: first all up to PlanOptions::pause, ...
    void begin(std::int64_t validRows, std::uint64_t step);
    double finish(); ///< ... then the rest.

    /// All trainable weights in one piece, in the engine's own layouts, and the gradients of the last run()
    /// in the same order: with slices a sum made when asked for, valid until the next run(). Padding in
    /// between stays zero as long as zero gradients leave zero weights. There are gradients in Training
    /// alone.
    [[nodiscard]] std::span<float> weights();
    [[nodiscard]] std::span<const float> gradients();
    /// Calls change() for every piece of weights() and gradients(), on all threads at once: what an optimiser
    /// does after a run(). `offset` is where the pieces begin.
    using Change
        = std::function<void(std::size_t offset, std::span<float> weights, std::span<const float> gradients)>;
    void update(const Change& change);
    /// The same for who changes no weights, without the rows of tables that have no gradient.
    void visitGradients(const Change& visit);
    /// What layers keep from step to step beside weights: running statistics.
    [[nodiscard]] std::span<float> statistics();
    /// To be called where weights() were changed otherwise.
    void weightsChanged();

    /// Takes the weights and statistics of the frozen nodes from `source` now and at each refresh(): those of
    /// a node "x" from its node of the same name without `prefix`. `source` must outlive this Plan.
    [[nodiscard]] Status follow(const Plan& source, std::string_view prefix);
    void refresh(); ///< after the weights of what it follows have changed

    /// Weights and statistics in plain layout, in network order: what checkpoints hold.
    [[nodiscard]] std::vector<tensor::NamedTensor> readParameters() const;
    /// Every parameter must be there with its shape; more than those is an error too.
    [[nodiscard]] Status writeParameters(std::span<const tensor::NamedTensor> parameters);
    /// The same for an optimiser's state, an array that lies like weights().
    [[nodiscard]] std::vector<tensor::NamedTensor> toPlain(std::span<const float> likeWeights) const;
    [[nodiscard]] Status fromPlain(std::span<const tensor::NamedTensor> plain,
                                   std::span<float> likeWeights) const;

    /// Repeats the last run() operation by operation and names the first node whose weights, output or
    /// gradient is not finite: `dense "fc1", weight "kernel"`.
    [[nodiscard]] std::optional<std::string> findNonFinite();
    /// Repeats the last run() with a clock around every operation; medians of `repeats`.
    [[nodiscard]] std::vector<StepProfile> profile(int repeats);

    [[nodiscard]] std::int64_t parameterCount() const; ///< trainable
    [[nodiscard]] std::size_t arenaBytes() const;

    struct Parts; ///< what a Plan is made of; for core/engine alone

private:
    explicit Plan(std::unique_ptr<Parts> parts);
    static Result<std::unique_ptr<Plan>> make(const network::Network& network, const tensor::Signature& data,
                                              const PlanOptions& options);
    std::unique_ptr<Parts> m_parts;
};

} // namespace netwright::engine
