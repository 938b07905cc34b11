// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/training/checkpoint.hpp"
#include "core/training/metric.hpp"

#include <cstdint>
#include <optional>

namespace netwright::training {

/// What there is to train, known before the first step.
struct TrainingFacts {
    std::int64_t epochs = 0;
    std::int64_t stepsPerEpoch = 0;
    std::int64_t trainRows = 0;
    std::int64_t validationRows = 0;
    std::int64_t parameters = 0;
    std::uint64_t firstStep = 0; ///< not 0 where training resumes
};

struct StepMetrics {
    std::uint64_t step = 0; ///< counts from 1, over all epochs
    std::int64_t epoch = 0; ///< counts from 1
    std::int64_t batchInEpoch = 0; ///< steps; counts from 1
    double loss = 0; ///< of this step
    MetricValues running; ///< mean over the epoch so far
    double seconds = 0; ///< trained so far
    double samplesPerSecond = 0; ///< of late
};

struct EpochMetrics {
    std::int64_t epoch = 0; ///< counts from 1
    std::uint64_t step = 0;
    MetricValues train; ///< mean over the epoch as it was trained
    MetricValues validation; ///< after it; empty where there is no validation part
    double seconds = 0;
    bool isBest = false; ///< lowest validation loss so far (training loss where there is none)
};

enum class Ending { Finished, Stopped, Failed };

struct Outcome {
    Ending ending = Ending::Finished;
    std::optional<Error> error; ///< of Failed
    std::int64_t epochs = 0; ///< finished
    std::uint64_t steps = 0;
    double seconds = 0;
    MetricValues train; ///< of the last finished epoch
    MetricValues validation;
    MetricValues test; ///< of Finished, where there is a test part
};

/// Called on the Trainer's thread, between steps. An error ends the training as Failed with it.
class Observer {
public:
    virtual ~Observer() = default;

    virtual Status started(const TrainingFacts&) { return {}; }
    virtual Status stepDone(const StepMetrics&) { return {}; }
    virtual Status epochDone(const EpochMetrics&) { return {}; }
    /// At the end of each epoch, after epochDone, and when stopped in the middle of one.
    virtual Status checkpoint(const Checkpoint&, bool /*isBest*/) { return {}; }
    /// An error (of what could not be kept) makes the outcome Failed; observers after this one hear that.
    virtual Status ended(const Outcome&) { return {}; }
};

} // namespace netwright::training
