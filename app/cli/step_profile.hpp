// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan.hpp"
#include "core/training/trainer.hpp"

#include <string>
#include <vector>

namespace netwright::cli {

/// What one layer takes of a training step, in milliseconds.
struct LayerProfile {
    std::string name;
    std::string kind;
    double forward = 0;
    double backwardByData = 0; ///< and whatever does not say by what
    double backwardByWeights = 0;
    double update = 0; ///< of its weights: a share of the one pass over all weights, by their number
    double flops = 0;
    std::vector<engine::StepProfile> operations;

    [[nodiscard]] double milliseconds() const
    {
        return forward + backwardByData + backwardByWeights + update;
    }
};

/// Where the time of a training step goes.
struct TrainingProfile {
    std::vector<LayerProfile> layers; ///< in the order of the step; those without operations are left out
    double step = 0; ///< ms of a whole step without a clock inside, the update included
    double peak = 0; ///< flops a second that largeProduct() reached
    int threads = 0;

    [[nodiscard]] LayerProfile sum() const;
    [[nodiscard]] double flopsPerSecond() const; ///< of a whole step
};

/// Medians of `repeats` steps on the first batch of the training rows.
[[nodiscard]] Result<TrainingProfile> profileTraining(const training::Training& training, int repeats);

/// The machine's peak, in floating-point operations a second: the best of several passes through a Plan that
/// does nothing but multiply two matrices of 2048 x 2048.
[[nodiscard]] Result<double> largeProduct(int threads);

} // namespace netwright::cli
