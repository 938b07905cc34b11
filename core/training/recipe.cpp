// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/recipe.hpp"

#include "core/training/optimiser.hpp"
#include "core/training/schedule.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace netwright::training {

namespace {
    using Json = nlohmann::ordered_json;

    std::string placeOf(const std::string& name) { return fmt::format("recipe \"{}\"", name); }

    template <class Kind> std::vector<RecipeChoice::Kind> kindsOf(std::span<const Kind* const> table)
    {
        std::vector<RecipeChoice::Kind> kinds;
        for (const Kind* kind : table)
            kinds.push_back({ kind->id, kind->title, kind->help, kind->parameters });
        return kinds;
    }

    tl::unexpected<Error> unknownKind(const RecipeChoice& choice, const std::string& where,
                                      const std::string& id)
    {
        std::string known;
        for (const auto& kind : choice.kinds)
            known += (known.empty() ? "" : ", ") + kind.id;
        return fail(where, "unknown {} \"{}\"; expected one of {}", choice.id, id, known);
    }

    Status readChoice(const Json& json, const RecipeChoice& choice, KindChoice& chosen,
                      const std::string& where)
    {
        if (!json.is_object() || !json.contains("kind") || !json["kind"].is_string())
            return fail(where, R"("{}": expected {{"kind": "{}", "parameters": {{...}}}}, found {})",
                        choice.id, choice.kinds.front().id, json.dump());
        for (const auto& [key, entry] : json.items())
            if (key != "kind" && key != "parameters")
                return fail(where, "\"{}\": unknown key \"{}\"; expected kind and parameters", choice.id,
                            key);
        const auto id = json["kind"].get<std::string>();
        const auto* kind = choice.find(id);
        if (kind == nullptr)
            return unknownKind(choice, where, id);
        auto values = valuesFromJson(kind->parameters, json.value("parameters", Json::object()),
                                     fmt::format("{}, {} \"{}\"", where, choice.id, id));
        if (!values)
            return failed(values);
        chosen = { .kind = id, .parameters = *std::move(values) };
        return {};
    }

    Status checkChoice(const KindChoice& chosen, const RecipeChoice& choice, const std::string& where)
    {
        const auto* kind = choice.find(chosen.kind);
        if (kind == nullptr)
            return unknownKind(choice, where, chosen.kind);
        const auto sound = checkValues(kind->parameters, chosen.parameters);
        if (!sound)
            return fail(fmt::format("{}, {} \"{}\"", where, choice.id, kind->id), "{}",
                        sound.error().message);
        return {};
    }
} // namespace

std::span<const ParameterSpec> recipeSpecs()
{
    static const std::array<ParameterSpec, 7> specs { {
        { .id = "batch",
          .label = "Batch",
          .help = "How many samples go through the network at once.",
          .fallback = std::int64_t { 32 },
          .minimum = 1,
          .maximum = 65536 },
        { .id = "accumulate",
          .label = "Batches a step",
          .help = "Of how many batches the gradients are added up before the weights move: a step as of a "
                  "batch so many times larger, in the memory of one.",
          .fallback = std::int64_t { 1 },
          .minimum = 1,
          .maximum = 4096 },
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
        { .id = "precision",
          .label = "Precision",
          .help
          = "float32, or bfloat16 where that proves faster: the factors of products, and images between "
            "convolutions with their gradients, are rounded to 8 bits, while weights and losses stay in "
            "float32. A processor without bfloat16 takes float32.",
          .type = ParameterType::Choice,
          .fallback = std::string("float32"),
          .choices = { "float32", "bfloat16" } },
        { .id = "reproducible",
          .label = "Reproducible",
          .help
          = "Takes the same implementations on every machine of a kind instead of those that proved the "
            "fastest on this one, whose results differ in their last digits.",
          .type = ParameterType::Boolean,
          .fallback = false },
    } };
    return specs;
}

ParameterValues valuesOf(const Recipe& recipe)
{
    ParameterValues values(recipeSpecs());
    values.set("batch", recipe.batch);
    values.set("accumulate", recipe.accumulate);
    values.set("epochs", recipe.epochs);
    values.set("seed", static_cast<std::int64_t>(recipe.seed));
    values.set("threads", std::int64_t { recipe.threads });
    values.set("precision", std::string(recipe.isBFloat16 ? "bfloat16" : "float32"));
    values.set("reproducible", recipe.isReproducible);
    return values;
}

Status setValues(Recipe& recipe, const ParameterValues& values)
{
    // The two that are narrower than whole numbers are elsewhere; the rest is left to check().
    const auto seed = values.integer("seed");
    const auto threads = values.integer("threads");
    if (seed < 0 || threads < 0 || threads > INT32_MAX)
        return fail(placeOf(recipe.name),
                    "expected no negative seed and a possible number of threads, found {} and {}", seed,
                    threads);
    recipe.batch = values.integer("batch");
    recipe.accumulate = values.integer("accumulate");
    recipe.epochs = values.integer("epochs");
    recipe.seed = static_cast<std::uint64_t>(seed);
    recipe.threads = static_cast<int>(threads);
    recipe.isBFloat16 = values.text("precision") == "bfloat16";
    recipe.isReproducible = values.flag("reproducible");
    return {};
}

const RecipeChoice::Kind* RecipeChoice::find(std::string_view kind) const
{
    const auto it = std::ranges::find(kinds, kind, &Kind::id);
    return it == kinds.end() ? nullptr : &*it;
}

std::span<const RecipeChoice> recipeChoices()
{
    static const std::array<RecipeChoice, 2> choices { {
        { .id = "optimiser",
          .label = "Optimiser",
          .chosen = &Recipe::optimiser,
          .kinds = kindsOf(optimiserTable()) },
        { .id = "schedule",
          .label = "Learning rate over time",
          .chosen = &Recipe::schedule,
          .kinds = kindsOf(scheduleTable()) },
    } };
    return choices;
}

Recipe defaultRecipe(const std::string& name)
{
    Recipe recipe;
    recipe.name = name;
    for (const auto& choice : recipeChoices()) {
        auto& chosen = recipe.*choice.chosen;
        chosen.parameters = ParameterValues(choice.find(chosen.kind)->parameters);
    }
    return recipe;
}

Status check(const Recipe& recipe)
{
    const std::string where = placeOf(recipe.name);
    auto values = checkValues(recipeSpecs(), valuesOf(recipe));
    if (!values)
        return fail(where, "{}", values.error().message);
    for (const auto& choice : recipeChoices())
        if (auto sound = checkChoice(recipe.*choice.chosen, choice, where); !sound)
            return sound;
    return {};
}

Json toJson(const Recipe& recipe)
{
    Json json;
    if (!recipe.network.empty())
        json["network"] = recipe.network;
    if (!recipe.generator.empty())
        json["generator"] = recipe.generator;
    for (const auto& choice : recipeChoices()) {
        const auto& chosen = recipe.*choice.chosen;
        const auto* kind = choice.find(chosen.kind);
        const auto specs = kind == nullptr ? std::span<const ParameterSpec> {} : kind->parameters;
        json[choice.id]
            = { { "kind", chosen.kind }, { "parameters", valuesToJson(specs, chosen.parameters) } };
    }
    json.update(valuesToJson(recipeSpecs(), valuesOf(recipe)));
    return json;
}

Result<Recipe> recipeFromJson(const Json& json, const std::string& name)
{
    const std::string where = placeOf(name);
    if (!json.is_object())
        return fail(where, "expected {{\"optimiser\": ..., \"batch\": ...}}, found {}", json.dump());
    Recipe recipe = defaultRecipe(name);
    Json plain = json;
    for (const auto& [key, chosen] :
         { std::pair("network", &recipe.network), { "generator", &recipe.generator } }) {
        if (!json.contains(key))
            continue;
        if (!json[key].is_string())
            return fail(where, "\"{}\": expected a text, found {}", key, json[key].dump());
        *chosen = json[key].get<std::string>();
        plain.erase(key);
    }
    for (const auto& choice : recipeChoices()) {
        if (!json.contains(choice.id))
            continue;
        if (auto read = readChoice(json[choice.id], choice, recipe.*choice.chosen, where); !read)
            return failed(read);
        plain.erase(choice.id);
    }
    const auto values = valuesFromJson(recipeSpecs(), plain, where);
    if (!values)
        return failed(values);
    if (auto set = setValues(recipe, *values); !set)
        return failed(set);
    return recipe;
}

} // namespace netwright::training
