// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.hpp"

#include <string>

namespace netwright::project {

/// A small network that fits the columns of a dataset: from its first column of images or numbers to its last
/// column, the target. Images go through two convolutions, numbers through one hidden layer. An error where
/// the dataset has no two such columns.
[[nodiscard]] Result<network::Network> startingNetwork(const std::string& name, const data::Dataset& dataset);

/// Adam at its defaults, with as many epochs as give a small network some thousand steps.
[[nodiscard]] training::Recipe startingRecipe(const network::Network& network, const data::Dataset& dataset);

/// A path to write into a project file: relative to its folder where the data lies within, so that both can
/// be moved together, else absolute.
[[nodiscard]] std::string dataPath(const std::filesystem::path& data,
                                   const std::filesystem::path& projectFile);

} // namespace netwright::project
