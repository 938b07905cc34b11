// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/evaluation.hpp"
#include "core/exchange/run_export.hpp"

#include <filesystem>

namespace netwright::session {

using exchange::Exported;
using runs::RunChoice;

/// For jobs: all of it reads files and computes.
[[nodiscard]] Result<analysis::Report> evaluateRun(const RunChoice& choice, data::Part part,
                                                   const Progress& progress);

/// Writes the ONNX file and compares it with our own engine.
[[nodiscard]] Result<Exported> exportRun(const RunChoice& choice, const std::filesystem::path& file,
                                         std::int64_t samples, const Progress& progress);

} // namespace netwright::session
