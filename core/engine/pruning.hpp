// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan_parts.hpp"

#include <vector>

namespace netwright::engine {

/// Leaves out the backward steps whose results nobody takes: the gradients of frozen weights, and what is
/// computed for these alone. A step stays where it writes what outlives the run or what a later step that
/// stays reads.
void prune(std::vector<PlanStep>& steps);

} // namespace netwright::engine
