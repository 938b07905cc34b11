// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/onnx_export.hpp"
#include "core/runs/open_run.hpp"

namespace netwright::exchange {

struct Exported {
    std::filesystem::path file;
    Parity parity;
    std::uintmax_t bytes = 0;
};

/// How many samples are enough to compare.
inline constexpr std::int64_t kCheckedSamples = 256;

/// Writes the trained network of a run as ONNX, then compares the file with our own engine. Where the
/// comparison fails, the file stays.
[[nodiscard]] Result<Exported> exportRun(const runs::OpenRun& run, const std::filesystem::path& file,
                                         std::int64_t samples, const Progress& progress = {});

} // namespace netwright::exchange
