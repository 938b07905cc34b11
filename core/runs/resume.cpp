// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/checkpoint_file.hpp"
#include "core/runs/checkpoint_folder.hpp"
#include "core/runs/recorder.hpp"
#include "core/runs/run_data.hpp"

namespace netwright::runs {

namespace {
    Status checkResumable(const RunInfo& info, const std::string& where)
    {
        if (info.state == RunState::Finished)
            return fail(where,
                        "it has finished all {} epochs; nothing to resume. To train longer, raise the epochs "
                        "of the recipe and start a new run",
                        info.outcome.epochs);
        if (info.state == RunState::Running)
            return fail(where, "it is being trained by process {}; wait for its end or stop it there",
                        info.processId);
        const auto& [description, datasets, networks, recipes] = info.snapshot;
        if (datasets.size() != 1 || networks.size() != 1 || recipes.size() != 1)
            return fail(where,
                        "expected one dataset, one network and one recipe in run.json, found {}, {} and {}; "
                        "restore the file or train anew",
                        datasets.size(), networks.size(), recipes.size());
        return {};
    }
} // namespace

Result<training::Training> trainingToResume(const std::filesystem::path& projectFile, const std::string& run,
                                            const Progress& progress)
{
    if (auto checked = checkRunName(run); !checked)
        return failed(checked);
    const auto folder = project::runsFolder(projectFile) / run;
    if (std::error_code code; !std::filesystem::is_directory(folder, code))
        return fail(folder.string(), "there is no such run; choose one that the project has");
    const auto info = readRun(folder);
    if (!info)
        return failed(info);
    const auto where = fmt::format("run \"{}\"", run);
    if (auto checked = checkResumable(*info, where); !checked)
        return failed(checked);
    auto dataset = openRunData(*info, projectFile.parent_path(), progress);
    if (!dataset)
        return failed(dataset);
    training::Training training { .network = info->snapshot.networks.front(),
                                  .recipe = info->snapshot.recipes.front(),
                                  .dataset = *std::move(dataset),
                                  .from = {} };
    if (checkpointPlaces(folder).empty())
        return training;
    auto checkpoint = findCheckpoint(folder, "last").and_then(readCheckpoint);
    if (!checkpoint)
        return failed(checkpoint);
    training.from = *std::move(checkpoint);
    return training;
}

} // namespace netwright::runs
