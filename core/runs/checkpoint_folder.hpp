// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/checkpoint.hpp"

#include <compare>
#include <filesystem>
#include <span>
#include <vector>

namespace netwright::runs {

/// Where a checkpoint stands in the training, and so its name in RUN/checkpoints: epoch-0003.h5 at the end of
/// an epoch, epoch-0003-batch-000120.h5 where the next epoch was stopped.
struct CheckpointPlace {
    std::int64_t epoch = 0; ///< finished
    std::int64_t batch = 0; ///< done in the next one
    auto operator<=>(const CheckpointPlace&) const = default;
};

[[nodiscard]] std::filesystem::path fileOf(const std::filesystem::path& runFolder, CheckpointPlace place);
/// All that are there, in order.
[[nodiscard]] std::vector<CheckpointPlace> checkpointPlaces(const std::filesystem::path& runFolder);
/// Which of these, in order, need not be kept: all but the best, the last few and every tenth epoch.
[[nodiscard]] std::vector<CheckpointPlace> sparePlaces(std::span<const CheckpointPlace> places,
                                                       std::int64_t bestEpoch);
/// So that a long training does not fill the disk.
void removeSpareCheckpoints(const std::filesystem::path& runFolder, std::int64_t bestEpoch);
void removeCheckpointsAfter(const std::filesystem::path& runFolder, CheckpointPlace place);

} // namespace netwright::runs
