// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/evaluation.hpp"
#include "core/exchange/onnx_export.hpp"
#include "core/runs/run.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace netwright::session {

/// A checkpoint of a run, with the data the run was trained on where it is open already. A value, so that a
/// job can take it along.
struct RunChoice {
    runs::RunInfo run;
    std::filesystem::path runFolder;
    std::filesystem::path projectFolder; ///< relative data files are looked for here
    std::string checkpoint; ///< "best", "last" or an epoch
    std::shared_ptr<const data::Dataset> dataset; ///< null: opened by the task
};

/// For jobs: all of it reads files and computes.
[[nodiscard]] Result<analysis::Report> evaluateRun(const RunChoice& choice, data::Part part,
                                                   const Progress& progress);

struct Exported {
    std::filesystem::path file;
    exchange::Parity parity;
    std::uintmax_t bytes = 0;
};

/// Writes the ONNX file and compares it with our own engine.
[[nodiscard]] Result<Exported> exportRun(const RunChoice& choice, const std::filesystem::path& file,
                                         std::int64_t samples, const Progress& progress);

} // namespace netwright::session
