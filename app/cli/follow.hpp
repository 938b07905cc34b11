// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.hpp"
#include "core/runs/recorder.hpp"

#include <filesystem>
#include <stop_token>

namespace netwright::cli {

/// Trains to the end with progress shown and the run recorded, then prints the result. A training that failed
/// is an error; one that was stopped says how to go on.
[[nodiscard]] Result<Ended> follow(const training::Training& training, runs::Recorder& recorder,
                                   const std::filesystem::path& project, bool isJson,
                                   const std::stop_token& stop, const Terminal& terminal);

/// Of a training that was stopped while its data was being read.
[[nodiscard]] Ended stoppedEarly(const Terminal& terminal);

} // namespace netwright::cli
