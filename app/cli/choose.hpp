// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.hpp"
#include "core/project/project.hpp"
#include "core/training/trainer.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace netwright::cli {

/// What the command line says about a training; what it leaves open follows from the project.
struct TrainingChoice {
    std::string network; ///< empty: the recipe's, else the first
    std::string recipe; ///< empty: the one made for the network, else the first, else the default one
    std::optional<std::int64_t> epochs;
    std::optional<std::int64_t> batch;
    std::optional<std::int64_t> seed;
    std::optional<int> threads;
    bool mayBePair = false; ///< a recipe with a generator is no error
    std::optional<std::string> precision;
};

/// PROJECT, and the options that every command on a training has: all but epochs and seed.
void addTrainingOptions(CLI::App& command, std::filesystem::path& project, TrainingChoice& choice);

/// Chooses, checks the recipe's ranges and opens the network's dataset.
[[nodiscard]] Result<training::Training> chooseTraining(const project::Project& project,
                                                        const std::filesystem::path& file,
                                                        const TrainingChoice& choice,
                                                        const Progress& progress = {});

/// The dataset of a network, opened. Paths are relative to the project file's folder.
[[nodiscard]] Result<std::shared_ptr<const data::Dataset>> openDataset(const project::Project& project,
                                                                       const std::filesystem::path& file,
                                                                       const network::Network& network,
                                                                       const Progress& progress = {});

/// Says so where a recipe asks for what this machine does not have: more threads, bfloat16.
void noteMachine(const training::Recipe& recipe, const Terminal& terminal);

} // namespace netwright::cli
