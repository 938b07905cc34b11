// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.hpp"
#include "core/network/network.hpp"
#include "core/training/recipe.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::project {

/// What one file NAME.netwright holds. Runs lie beside it in NAME.runs/.
struct Project {
    std::string description;
    std::vector<data::DatasetSpec> datasets;
    std::vector<network::Network> networks;
    std::vector<training::Recipe> recipes;

    [[nodiscard]] const data::DatasetSpec* dataset(std::string_view name) const;
    [[nodiscard]] const network::Network* network(std::string_view name) const;
    [[nodiscard]] const training::Recipe* recipe(std::string_view name) const;
    bool operator==(const Project&) const = default;
};

/// {"format": 1, "description", "datasets": {NAME: ...}, "networks": {NAME: ...}, "recipes": {NAME: ...}}
[[nodiscard]] nlohmann::ordered_json toJson(const Project& project);
[[nodiscard]] Result<Project> projectFromJson(const nlohmann::ordered_json& json);

/// Bounded read, UTF-8 and JSON checked; syntax errors name the line.
[[nodiscard]] Result<Project> load(const std::filesystem::path& file);
/// Temporary name, flushed, renamed.
[[nodiscard]] Status save(const Project& project, const std::filesystem::path& file);
/// NAME.netwright -> NAME.runs
[[nodiscard]] std::filesystem::path runsFolder(const std::filesystem::path& file);

} // namespace netwright::project
