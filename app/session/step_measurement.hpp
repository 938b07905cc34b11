// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.hpp"
#include "core/network/expand.hpp"
#include "core/training/trainer.hpp"

#include <map>

namespace netwright::session {

/// How long a network takes to train, measured on the machine at hand.
struct StepMeasurement {
    /// Of a training step, forward and backward, per node, wherever it stands in blocks; repeats are summed
    /// up. An activation that is computed by the layer before it counts there.
    std::map<network::NodePath, double> milliseconds;
    double step = 0; ///< ms of a whole step
    double epoch = 0; ///< seconds for all training rows, as far as steps make an epoch

    /// Per node of the canvas that this path leads to: a block has all that is inside.
    [[nodiscard]] std::map<network::NodeId, double> at(const network::NodePath& canvas) const;
};

/// For a job: compiles the network and runs a few steps on its first batch, for about a second.
[[nodiscard]] Result<StepMeasurement> measureStep(training::Training training, const Progress& progress);

} // namespace netwright::session
