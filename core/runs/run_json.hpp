// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/run.hpp"

#include <filesystem>

namespace netwright::runs {

/// Replaces RUN/run.json whole.
[[nodiscard]] Status writeRunFile(const std::filesystem::path& runFolder, const RunInfo& info);
/// Just what the file says; a run whose process died is still Running here. See readRun().
[[nodiscard]] Result<RunInfo> readRunFile(const std::filesystem::path& runFolder);

} // namespace netwright::runs
