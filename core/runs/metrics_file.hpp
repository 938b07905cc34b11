// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/hdf5.hpp"
#include "core/runs/run.hpp"

#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace netwright::runs {

/// Writes RUN/metrics.h5, which others may watch meanwhile:
///   /steps/step, loss                         one number a step
///   /epochs/epoch, step, seconds              one number an epoch
///   /epochs/train_METRIC, validation_METRIC   likewise
/// A row counts once its "step" or "epoch" is there, which are written last. Owned by one Recorder.
class MetricsFile {
public:
    /// A new file at `path` that begins with `past` and has its metrics, then and later. Errors name
    /// `shownAs`.
    [[nodiscard]] static Result<MetricsFile>
    create(const std::filesystem::path& path, const std::filesystem::path& shownAs, const RunCurves& past);

    [[nodiscard]] Status addSteps(const RunCurves::Steps& steps);
    /// A metric that the file has and the epoch has not is NaN.
    [[nodiscard]] Status addEpoch(const training::EpochMetrics& metrics);
    [[nodiscard]] Status close();

private:
    MetricsFile() = default;
    void add(const RunCurves::Epochs& epochs);
    void put(const std::string& series, std::span<const double> values);

    std::filesystem::path m_shownAs;
    std::map<std::string, hdf5::Handle> m_series;
    hdf5::Handle m_file;
};

/// What was recorded up to here.
[[nodiscard]] RunCurves cutAfter(RunCurves curves, std::int64_t epoch, std::uint64_t step);

} // namespace netwright::runs
