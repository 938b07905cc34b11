// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/training/checkpoint.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace netwright::runs {

/// HDF5, plain layout:
///   /parameters/NODE/NAME          float32 of the real shape; attributes "index" (its place), "crc32"
///   /optimiser/STATE/NODE/NAME     likewise
///   /position                      attributes: epoch, batch_in_epoch, step, seed, optimiser, seconds, ...
///   /sums                          an attribute a metric: [sum, count] of the running epoch
///   /train, /validation            an attribute a metric: its value in the last finished epoch
/// Equal checkpoints make equal files.
[[nodiscard]] Status writeCheckpoint(const training::Checkpoint& checkpoint,
                                     const std::filesystem::path& file);
/// Bounded; a corrupted or foreign file is an error that says so.
[[nodiscard]] Result<training::Checkpoint> readCheckpoint(const std::filesystem::path& file);

/// "best", "last", or an epoch's number -> its file in RUN/checkpoints.
[[nodiscard]] Result<std::filesystem::path> findCheckpoint(const std::filesystem::path& runFolder,
                                                           const std::string& which);
/// What findCheckpoint understands for this run: "best", "last", then epochs in order.
[[nodiscard]] std::vector<std::string> checkpointNames(const std::filesystem::path& runFolder);

} // namespace netwright::runs
