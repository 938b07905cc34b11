// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.hpp"

#include <cmath>

namespace netwright::training {

extern const ScheduleKind kSteps;
const ScheduleKind kSteps {
    .id = "steps",
    .title = "Steps",
    .help = "Falls at once every few epochs: factor = decay ^ floor(epochs done / every).",
    .parameters = { { .id = "every",
                      .label = "Every",
                      .help = "After how many epochs the rate falls each time.",
                      .unit = "epochs",
                      .fallback = std::int64_t { 1 },
                      .minimum = 1,
                      .maximum = 1'000'000 },
                    { .id = "decay",
                      .label = "Decay",
                      .help = "What the rate is multiplied by each time.",
                      .type = ParameterType::Real,
                      .fallback = 0.5,
                      .minimum = 0.0,
                      .maximum = 1.0 } },
    .factor =
        [](const ParameterValues& parameters, const StepOfTraining& at) {
            const auto every = static_cast<double>(parameters.integer("every"));
            return std::pow(parameters.real("decay"), std::floor(at.epochsDone() / every));
        },
};

} // namespace netwright::training
