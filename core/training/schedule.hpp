// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::training {

/// A step of a training, counted from 0, among all that it will make.
struct StepOfTraining {
    std::uint64_t step = 0;
    std::int64_t stepsPerEpoch = 1;
    std::int64_t epochs = 1;

    [[nodiscard]] double epochsDone() const
    {
        return static_cast<double>(step) / static_cast<double>(stepsPerEpoch);
    }
    /// From 0 at the first step towards 1 after the last.
    [[nodiscard]] double share() const { return epochsDone() / static_cast<double>(epochs); }
};

/// How the learning rate changes while a training goes on. core/training/schedules/cosine.cpp defines
/// kCosine; the build generates the table.
struct ScheduleKind {
    std::string id; ///< the file key, for ever
    std::string title;
    std::string help; ///< with the formula and its source
    std::vector<ParameterSpec> parameters = {};
    /// What the optimiser's learning rate is multiplied by; at least 0.
    double (*factor)(const ParameterValues&, const StepOfTraining&) = nullptr;
};

[[nodiscard]] std::span<const ScheduleKind* const> scheduleTable();
[[nodiscard]] const ScheduleKind* findSchedule(std::string_view id);

} // namespace netwright::training
