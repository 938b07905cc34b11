// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace netwright::training {

namespace {
    double factor(const ParameterValues& parameters, const StepOfTraining& at)
    {
        const double warmUp = parameters.real("warm_up");
        const double last = parameters.real("last");
        const double done = at.epochsDone();
        if (done < warmUp)
            return std::min(1.0, (done + 1.0 / static_cast<double>(at.stepsPerEpoch)) / warmUp);
        const double left = static_cast<double>(at.epochs) - warmUp;
        const double share = left <= 0 ? 0.0 : std::min(1.0, (done - warmUp) / left);
        return last + (1.0 - last) * 0.5 * (1.0 + std::cos(std::numbers::pi * share));
    }
} // namespace

extern const ScheduleKind kCosine;
const ScheduleKind kCosine {
    .id = "cosine",
    .title = "Cosine",
    .help = "Falls along half a cosine, slowly at both ends: factor = (1 + cos(pi * share done)) / 2. "
            "Loshchilov and Hutter, ICLR 2017, without restarts.",
    .parameters = { { .id = "warm_up",
                      .label = "Warm-up",
                      .help = "Over how many epochs the rate first rises from zero.",
                      .unit = "epochs",
                      .type = ParameterType::Real,
                      .fallback = 0.0,
                      .minimum = 0.0,
                      .maximum = 1e6 },
                    { .id = "last",
                      .label = "Last share",
                      .help = "Which share of the rate is left at the end.",
                      .type = ParameterType::Real,
                      .fallback = 0.0,
                      .minimum = 0.0,
                      .maximum = 1.0 } },
    .factor = factor,
};

} // namespace netwright::training
