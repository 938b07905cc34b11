// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan_parts.hpp"
#include "core/engine/recording.hpp"

#include <vector>

namespace netwright::engine {

/// All operations of a recording, which are taken out of it: forward in order, then backward in the opposite
/// one; what is recomputed goes forward again before the backward pass of the last node of its segment.
[[nodiscard]] std::vector<PlanStep> stepsOf(Recording& recording);

/// How many of these steps come before PlanOptions::pause; to be asked for before they are taken.
[[nodiscard]] Result<std::size_t> pauseIn(const Recording& recording);

} // namespace netwright::engine
