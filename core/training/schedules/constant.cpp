// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.hpp"

namespace netwright::training {

extern const ScheduleKind kConstant;
const ScheduleKind kConstant {
    .id = "constant",
    .title = "Constant",
    .help = "The learning rate stays as it is.",
    .factor = [](const ParameterValues&, const StepOfTraining&) { return 1.0; },
};

} // namespace netwright::training
