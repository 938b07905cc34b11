// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/engine/plan.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::training {

/// Moves weights along gradients, elementwise, in one vectorised pass per piece. Its state lies like the
/// weights.
class Optimiser {
public:
    virtual ~Optimiser() = default;

    /// Before the pieces of a step. `step` counts from 0; the learning rate is multiplied by `rateFactor`.
    virtual void begin(std::uint64_t step, double rateFactor) = 0;
    /// Moves the weights from `offset` on. Called for disjoint pieces by several threads at once. A zero
    /// gradient with zero state must leave a zero weight zero (padding relies on it).
    virtual void update(std::size_t offset, std::span<float> weights, std::span<const float> gradients) = 0;
    /// The arrays that a checkpoint must hold, each as long as the weights, by name ("first_moment").
    struct State {
        std::string name;
        std::span<float> values;
    };
    [[nodiscard]] virtual std::vector<State> state() = 0;
};

/// core/training/optimisers/adam.cpp defines kAdam. The build generates the table.
struct OptimiserKind {
    std::string id; ///< the file key, for ever
    std::string title;
    std::string help; ///< with the formula and its source
    std::vector<ParameterSpec> parameters;
    std::unique_ptr<Optimiser> (*make)(const ParameterValues&, std::size_t weights) = nullptr;
};

[[nodiscard]] std::span<const OptimiserKind* const> optimiserTable();
[[nodiscard]] const OptimiserKind* findOptimiser(std::string_view id);

/// After a Plan's run(): moves all its weights.
void updateWeights(engine::Plan& plan, Optimiser& optimiser, std::uint64_t step, double rateFactor);

} // namespace netwright::training
