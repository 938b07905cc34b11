// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/plan_parts.hpp"

namespace netwright::engine {

/// Sections of the steps, from `begin` to before `end`.
struct SectionRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};
[[nodiscard]] SectionRange allSections(const Plan::Parts& parts);

/// Runs these sections of all slices on so many members of the crew; where `isTimed`, with what each step
/// took. Throws what a step throws.
void runSlices(Plan::Parts& parts, const SectionRange& range, int members, bool isTimed);

} // namespace netwright::engine
