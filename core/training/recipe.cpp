// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/recipe.hpp"

#include "core/training/optimiser.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace netwright::training {

namespace {
    using Json = nlohmann::ordered_json;

    std::string placeOf(const std::string& name) { return fmt::format("recipe \"{}\"", name); }

    tl::unexpected<Error> unknownOptimiser(const std::string& where, const std::string& id)
    {
        std::string known;
        for (const OptimiserKind* kind : optimiserTable())
            known += (known.empty() ? "" : ", ") + kind->id;
        return fail(where, "unknown optimiser \"{}\"; expected one of {}", id, known);
    }

    ParameterValues numbersOf(const Recipe& recipe)
    {
        ParameterValues numbers(recipeSpecs());
        numbers.set("batch", recipe.batch);
        numbers.set("epochs", recipe.epochs);
        numbers.set("seed", static_cast<std::int64_t>(recipe.seed));
        numbers.set("threads", std::int64_t { recipe.threads });
        return numbers;
    }

    Status readOptimiser(const Json& json, Recipe& recipe, const std::string& where)
    {
        if (!json.is_object() || !json.contains("kind") || !json["kind"].is_string())
            return fail(where, R"("optimiser": expected {{"kind": "adam", "parameters": {{...}}}}, found {})",
                        json.dump());
        for (const auto& [key, entry] : json.items())
            if (key != "kind" && key != "parameters")
                return fail(where, "\"optimiser\": unknown key \"{}\"; expected kind and parameters", key);
        const auto id = json["kind"].get<std::string>();
        const OptimiserKind* kind = findOptimiser(id);
        if (kind == nullptr)
            return unknownOptimiser(where, id);
        auto values = valuesFromJson(kind->parameters, json.value("parameters", Json::object()),
                                     fmt::format("{}, optimiser \"{}\"", where, id));
        if (!values)
            return failed(values);
        recipe.optimiser = id;
        recipe.optimiserParameters = *std::move(values);
        return {};
    }

    Status readNumbers(const Json& json, Recipe& recipe, const std::string& where)
    {
        const auto numbers = valuesFromJson(recipeSpecs(), json, where);
        if (!numbers)
            return failed(numbers);
        // The two that are narrower than a file's whole numbers; the rest is left to check().
        const auto seed = numbers->integer("seed");
        const auto threads = numbers->integer("threads");
        if (seed < 0 || threads < 0 || threads > INT32_MAX)
            return fail(where, "expected no negative seed and a possible number of threads, found {} and {}",
                        seed, threads);
        recipe.batch = numbers->integer("batch");
        recipe.epochs = numbers->integer("epochs");
        recipe.seed = static_cast<std::uint64_t>(seed);
        recipe.threads = static_cast<int>(threads);
        return {};
    }
} // namespace

std::span<const ParameterSpec> recipeSpecs()
{
    static const std::array<ParameterSpec, 4> specs { {
        { .id = "batch",
          .label = "Batch",
          .help = "How many samples each step looks at.",
          .fallback = std::int64_t { 32 },
          .minimum = 1,
          .maximum = 65536 },
        { .id = "epochs",
          .label = "Epochs",
          .help = "How often training goes through the training part.",
          .fallback = std::int64_t { 5 },
          .minimum = 1,
          .maximum = 1'000'000 },
        { .id = "seed",
          .label = "Seed",
          .help = "Where all random numbers begin: the same seed gives the same weights.",
          .fallback = std::int64_t { 1 },
          .minimum = 0,
          .maximum = 2'147'483'647 },
        { .id = "threads",
          .label = "Threads",
          .help = "How many threads compute; 0 takes all that the machine has.",
          .minimum = 0,
          .maximum = 1024,
          .zeroText = "all" },
    } };
    return specs;
}

Recipe defaultRecipe(const std::string& name)
{
    Recipe recipe;
    recipe.name = name;
    recipe.optimiserParameters = ParameterValues(findOptimiser(recipe.optimiser)->parameters);
    return recipe;
}

Status check(const Recipe& recipe)
{
    const std::string where = placeOf(recipe.name);
    const OptimiserKind* kind = findOptimiser(recipe.optimiser);
    if (kind == nullptr)
        return unknownOptimiser(where, recipe.optimiser);
    auto numbers = checkValues(recipeSpecs(), numbersOf(recipe));
    if (!numbers)
        return fail(where, "{}", numbers.error().message);
    auto parameters = checkValues(kind->parameters, recipe.optimiserParameters);
    if (!parameters)
        return fail(fmt::format("{}, optimiser \"{}\"", where, kind->id), "{}", parameters.error().message);
    return {};
}

Json toJson(const Recipe& recipe)
{
    Json json;
    if (!recipe.network.empty())
        json["network"] = recipe.network;
    const OptimiserKind* kind = findOptimiser(recipe.optimiser);
    const auto specs = kind == nullptr ? std::span<const ParameterSpec> {} : std::span(kind->parameters);
    json["optimiser"]
        = { { "kind", recipe.optimiser }, { "parameters", valuesToJson(specs, recipe.optimiserParameters) } };
    json.update(valuesToJson(recipeSpecs(), numbersOf(recipe)));
    return json;
}

Result<Recipe> recipeFromJson(const Json& json, const std::string& name)
{
    const std::string where = placeOf(name);
    if (!json.is_object())
        return fail(where, "expected {{\"optimiser\": ..., \"batch\": ...}}, found {}", json.dump());
    Recipe recipe = defaultRecipe(name);
    Json numbers = json;
    if (json.contains("network")) {
        if (!json["network"].is_string())
            return fail(where, "\"network\": expected a text, found {}", json["network"].dump());
        recipe.network = json["network"].get<std::string>();
        numbers.erase("network");
    }
    if (json.contains("optimiser")) {
        if (auto read = readOptimiser(json["optimiser"], recipe, where); !read)
            return failed(read);
        numbers.erase("optimiser");
    }
    if (auto read = readNumbers(numbers, recipe, where); !read)
        return failed(read);
    return recipe;
}

} // namespace netwright::training
