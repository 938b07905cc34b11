// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/parameter.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace netwright::training {

/// How to train, as the project file describes it.
struct Recipe {
    std::string name;
    std::string network; ///< the network it was made for; empty: any
    std::string optimiser = "adam"; ///< id of an OptimiserKind
    ParameterValues optimiserParameters; ///< complete for the kind
    std::int64_t batch = 32;
    std::int64_t epochs = 5;
    std::uint64_t seed = 1;
    int threads = 0; ///< 0: all that the machine has
    bool operator==(const Recipe&) const = default;
};

/// The numbers of a recipe ("batch", "epochs", "seed", "threads") with their help, defaults and ranges: for
/// forms.
[[nodiscard]] std::span<const ParameterSpec> recipeSpecs();

/// A recipe with Adam at its defaults.
[[nodiscard]] Recipe defaultRecipe(const std::string& name);
/// Ranges: what is too small or too large, and what is allowed.
[[nodiscard]] Status check(const Recipe& recipe);
/// {"network": "cnn", "optimiser": {"kind": "adam", "parameters": {...}}, "batch": 32, "epochs": 5, ...}
[[nodiscard]] nlohmann::ordered_json toJson(const Recipe& recipe);
[[nodiscard]] Result<Recipe> recipeFromJson(const nlohmann::ordered_json& json, const std::string& name);

} // namespace netwright::training
