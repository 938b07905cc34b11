// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/run.hpp"
#include "core/training/trainer.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace netwright::runs {

/// The observer that writes a run folder while training: run.json, metrics.h5 (HDF5
/// single-writer/multiple-reader) and checkpoints, those of short epochs within a second. What it cannot
/// write ends the training with a clear error; nothing is left half-written.
class Recorder : public training::Observer {
public:
    /// A new run. `dataset` must be open already: its fingerprint goes into run.json.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> create(const std::filesystem::path& runsFolder,
                                                                  const std::string& name,
                                                                  const training::Training& training);
    /// A new run named after its network, with the first number that is free, also where others take numbers
    /// at the same time.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> createNext(const std::filesystem::path& runsFolder,
                                                                      const training::Training& training);
    /// An ended or interrupted run that goes on: what was recorded after the checkpoint is cut off. Without
    /// one, where it died before its first, it begins again.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>>
    reopen(const std::filesystem::path& runFolder, const std::optional<training::Checkpoint>& from);
    ~Recorder() override;

    [[nodiscard]] const std::filesystem::path& folder() const;
    [[nodiscard]] const RunInfo& info() const;

    Status started(const training::TrainingFacts& facts) override;
    Status stepDone(const training::StepMetrics& metrics) override;
    Status epochDone(const training::EpochMetrics& metrics) override;
    Status checkpoint(const training::Checkpoint& checkpoint, bool isBest) override;
    Status ended(const training::Outcome& outcome) override;

private:
    struct Parts;
    explicit Recorder(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

/// All that a resumed training needs: reads run.json and the last checkpoint, opens the dataset, and refuses
/// where the data has changed since.
[[nodiscard]] Result<training::Training> trainingToResume(const std::filesystem::path& projectFile,
                                                          const std::string& run,
                                                          const Progress& progress = {});

} // namespace netwright::runs
