// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/parameter.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::training {

/// An entry of a generated table (an optimiser, a schedule) by its id, and the values of its parameters.
struct KindChoice {
    std::string kind;
    ParameterValues parameters = {}; ///< complete for the kind
    bool operator==(const KindChoice&) const = default;
};

/// How to train, as the project file describes it.
struct Recipe {
    std::string name;
    std::string network; ///< the network it was made for; empty: any
    /// Not empty: that network is the discriminator of an adversarial pair, and this its generator.
    std::string generator = {};
    KindChoice optimiser { .kind = "adam" };
    KindChoice schedule { .kind = "constant" }; ///< of the learning rate
    std::int64_t batch = 32;
    std::int64_t accumulate = 1; ///< batches whose gradients are added up before the weights move
    std::int64_t epochs = 5;
    std::uint64_t seed = 1;
    int threads = 0; ///< 0: all that the machine has
    bool isBFloat16 = false; ///< products and images may be rounded; see engine::PlanOptions
    bool isReproducible = false; ///< always the same implementations; see engine::PlanOptions::choices
    bool operator==(const Recipe&) const = default;
};

/// The plain values of a recipe ("batch", "accumulate", "epochs", "seed", "threads", "precision",
/// "reproducible") with their help, defaults and ranges: for forms.
[[nodiscard]] std::span<const ParameterSpec> recipeSpecs();
[[nodiscard]] ParameterValues valuesOf(const Recipe& recipe);
/// Complete values. The error says which number cannot be.
[[nodiscard]] Status setValues(Recipe& recipe, const ParameterValues& values);

/// Something that a recipe chooses from a table: for forms and files.
struct RecipeChoice {
    struct Kind {
        std::string id;
        std::string title;
        std::string help;
        std::span<const ParameterSpec> parameters;
    };
    std::string id; ///< the file key, for ever: "optimiser"
    std::string label;
    KindChoice Recipe::*chosen = nullptr;
    std::vector<Kind> kinds;

    [[nodiscard]] const Kind* find(std::string_view kind) const;
};
[[nodiscard]] std::span<const RecipeChoice> recipeChoices();

/// A recipe with Adam at its defaults and a constant rate.
[[nodiscard]] Recipe defaultRecipe(const std::string& name);
/// Ranges: what is too small or too large, and what is allowed.
[[nodiscard]] Status check(const Recipe& recipe);
/// {"network": "cnn", "optimiser": {"kind": "adam", "parameters": {...}}, "schedule": {...}, "batch": 32,
/// ...}
[[nodiscard]] nlohmann::ordered_json toJson(const Recipe& recipe);
[[nodiscard]] Result<Recipe> recipeFromJson(const nlohmann::ordered_json& json, const std::string& name);

} // namespace netwright::training
