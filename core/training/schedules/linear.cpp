// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.hpp"

namespace netwright::training {

extern const ScheduleKind kLinear;
const ScheduleKind kLinear {
    .id = "linear",
    .title = "Linear",
    .help = "Falls along a straight line: factor = 1 - (1 - last share) * share done.",
    .parameters = { { .id = "last",
                      .label = "Last share",
                      .help = "Which share of the rate is left at the end.",
                      .type = ParameterType::Real,
                      .fallback = 0.0,
                      .minimum = 0.0,
                      .maximum = 1.0 } },
    .factor = [](const ParameterValues& parameters,
                 const StepOfTraining& at) { return 1.0 - (1.0 - parameters.real("last")) * at.share(); },
};

} // namespace netwright::training
