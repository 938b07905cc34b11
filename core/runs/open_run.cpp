// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/open_run.hpp"

#include "core/runs/checkpoint_file.hpp"
#include "core/runs/run_data.hpp"

namespace netwright::runs {

namespace {
    bool isOf(const std::shared_ptr<const data::Dataset>& dataset, const RunInfo& run)
    {
        return dataset && run.snapshot.datasets.size() == 1
            && dataset->spec() == run.snapshot.datasets.front()
            && dataset->fingerprint() == run.dataFingerprint;
    }
} // namespace

Result<OpenRun> openRun(const RunChoice& choice, const Progress& progress)
{
    const auto& networks = choice.run.snapshot.networks;
    if (networks.size() != 1)
        return fail(fmt::format("run \"{}\"", choice.run.name),
                    "expected one network in its run.json, found {}; restore the file or train anew",
                    networks.size());
    auto checkpoint = findCheckpoint(choice.runFolder, choice.checkpoint).and_then(readCheckpoint);
    if (!checkpoint)
        return failed(checkpoint);
    auto dataset = isOf(choice.dataset, choice.run)
        ? Result<std::shared_ptr<const data::Dataset>>(choice.dataset)
        : openRunData(choice.run, choice.projectFolder, progress);
    if (!dataset)
        return failed(dataset);
    return OpenRun { .info = choice.run,
                     .network = networks.front(),
                     .dataset = *std::move(dataset),
                     .checkpoint = *std::move(checkpoint) };
}

} // namespace netwright::runs
