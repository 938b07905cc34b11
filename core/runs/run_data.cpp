// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run_data.hpp"

namespace netwright::runs {

Result<std::shared_ptr<const data::Dataset>>
openRunData(const RunInfo& info, const std::filesystem::path& projectFolder, const Progress& progress)
{
    const auto where = fmt::format("run \"{}\"", info.name);
    const auto& datasets = info.snapshot.datasets;
    if (datasets.size() != 1)
        return fail(where, "expected one dataset in its run.json, found {}; restore the file or train anew",
                    datasets.size());
    auto dataset = data::Dataset::open(datasets.front(), projectFolder, progress);
    if (dataset && (*dataset)->fingerprint() != info.dataFingerprint)
        return fail(where,
                    "dataset \"{}\" has changed since the run began (fingerprint {} then, {} now); restore "
                    "the data, or start a new run with the data as it is",
                    datasets.front().name, info.dataFingerprint, (*dataset)->fingerprint());
    return dataset;
}

} // namespace netwright::runs
