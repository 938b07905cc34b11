// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.hpp"
#include "core/training/observer.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace netwright::runs {

enum class RunState { Running, Finished, Stopped, Failed, Interrupted /**< its process died */ };
[[nodiscard]] std::string_view idOf(RunState state);

/// run.json: an exact snapshot of what was trained, with what and where.
struct RunInfo {
    std::string name; ///< of the folder
    RunState state = RunState::Running;
    std::string started; ///< ISO 8601, UTC
    project::Project snapshot; ///< just the dataset, the network and the recipe of this run
    std::string dataFingerprint;
    std::string version; ///< of Netwright
    std::string oneDnnVersion;
    std::string machine; ///< processor and threads
    int threads = 0;
    std::int64_t processId = 0; ///< of the process that trains
    std::string processStart; ///< tells it from one that gets the same number later
    std::int64_t bestEpoch = 0; ///< whose checkpoint is the best; 0 where there is none yet
    training::TrainingFacts facts;
    training::Outcome outcome; ///< of a run that ended; of a running one, what its finished epochs gave
};

/// The curves of a run, as metrics.h5 has them.
struct RunCurves {
    struct Steps {
        std::vector<double> step;
        std::vector<double> loss;
    } steps;
    struct Epochs {
        std::vector<double> epoch;
        std::vector<double> step;
        std::vector<double> seconds;
        std::map<std::string, std::vector<double>> train; ///< by metric: "loss", "accuracy"
        std::map<std::string, std::vector<double>> validation;
    } epochs;
};

/// What may be the name of a run: a file name that is not hidden, of at most 200 bytes of UTF-8.
[[nodiscard]] Status checkRunName(const std::string& name);
/// The runs beside a project file, newest first. Folders without a run.json are left out, and those whose
/// run.json cannot be read; why not is added to `unreadable`.
[[nodiscard]] Result<std::vector<RunInfo>> listRuns(const std::filesystem::path& runsFolder,
                                                    std::vector<Error>* unreadable = nullptr);
[[nodiscard]] Result<RunInfo> readRun(const std::filesystem::path& runFolder);
/// Also while the run is trained, here or elsewhere, and after its process died. Every metric that the run
/// records has its entry, though it may be empty yet.
[[nodiscard]] Result<RunCurves> readCurves(const std::filesystem::path& runFolder);
/// Refuses a run that is being trained, and a folder that is no run.
[[nodiscard]] Status deleteRun(const std::filesystem::path& runFolder);
/// "cnn-2", the first that is free for this network.
[[nodiscard]] std::string freeRunName(const std::filesystem::path& runsFolder, const std::string& network);

} // namespace netwright::runs
