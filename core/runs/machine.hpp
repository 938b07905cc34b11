// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace netwright::runs {

/// What a run notes about where it was trained: "AMD EPYC 9B45, 2 threads".
[[nodiscard]] std::string machineText();
/// When this process started, in ticks since the machine did; empty where the system does not tell.
[[nodiscard]] std::string processStart();
/// Now, as ISO 8601 in UTC with milliseconds.
[[nodiscard]] std::string timeText();

} // namespace netwright::runs
