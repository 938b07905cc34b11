// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan_parts.hpp"

namespace netwright::engine {

/// Runs the steps of all slices on so many members of the crew; where `isTimed`, with what each took. Throws
/// what a step throws.
void runSlices(Plan::Parts& parts, int members, bool isTimed);

} // namespace netwright::engine
