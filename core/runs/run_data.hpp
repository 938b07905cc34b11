// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.hpp"
#include "core/data/dataset.hpp"
#include "core/runs/run.hpp"

#include <filesystem>
#include <memory>

namespace netwright::runs {

/// The dataset of a run, opened anew; an error where the data has changed since the run began, for then
/// neither its figures nor its weights mean what they did. Relative files are looked for in the project's
/// folder.
[[nodiscard]] Result<std::shared_ptr<const data::Dataset>>
openRunData(const RunInfo& info, const std::filesystem::path& projectFolder, const Progress& progress = {});

} // namespace netwright::runs
