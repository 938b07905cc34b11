// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/choose.hpp"

#include "core/engine/remembered_choices.hpp"
#include "core/network/analysis.hpp"
#include "core/training/machine_fit.hpp"

#include <algorithm>
#include <ostream>

namespace netwright::cli {

namespace {
    template <class Entry> std::string namesOf(const std::vector<Entry>& entries)
    {
        std::string names;
        for (const Entry& entry : entries)
            names += (names.empty() ? "" : ", ") + entry.name;
        return names.empty() ? "none" : names;
    }

    template <class Entry>
    tl::unexpected<Error> unknown(const std::filesystem::path& file, std::string_view what,
                                  const std::string& name, const std::vector<Entry>& entries)
    {
        return fail(file.string(), "there is no {} \"{}\"; it has: {}", what, name, namesOf(entries));
    }

    Result<network::Network> chooseNetwork(const project::Project& project, const std::filesystem::path& file,
                                           const TrainingChoice& choice)
    {
        const training::Recipe* recipe = project.recipe(choice.recipe);
        const std::string wanted = !choice.network.empty() ? choice.network
            : recipe != nullptr                            ? recipe->network
                                                           : "";
        if (project.networks.empty())
            return fail(file.string(), "it has no network to train; build one first");
        if (wanted.empty())
            return project.networks.front();
        const network::Network* network = project.network(wanted);
        if (network == nullptr)
            return unknown(file, "network", wanted, project.networks);
        return *network;
    }

    Result<training::Recipe> chooseRecipe(const project::Project& project, const std::filesystem::path& file,
                                          const TrainingChoice& choice, const std::string& network)
    {
        if (!choice.recipe.empty()) {
            const training::Recipe* recipe = project.recipe(choice.recipe);
            if (recipe == nullptr)
                return unknown(file, "recipe", choice.recipe, project.recipes);
            return *recipe;
        }
        const auto own = std::ranges::find(project.recipes, network, &training::Recipe::network);
        if (own != project.recipes.end())
            return *own;
        return project.recipes.empty() ? training::defaultRecipe("default") : project.recipes.front();
    }

    Result<std::optional<network::Network>> chooseGenerator(const project::Project& project,
                                                            const std::filesystem::path& file,
                                                            const training::Recipe& recipe, bool mayBePair)
    {
        if (recipe.generator.empty())
            return std::nullopt;
        if (!mayBePair)
            return fail(
                fmt::format("recipe \"{}\"", recipe.name),
                "it trains a pair of networks, \"{}\" and \"{}\", which only \"bench\" can do so far; "
                "choose another recipe",
                recipe.network, recipe.generator);
        const network::Network* generator = project.network(recipe.generator);
        if (generator == nullptr)
            return unknown(file, "network", recipe.generator, project.networks);
        return *generator;
    }

    /// A network of a pair need not have a loss.
    Status checkTrainable(const network::Network& network, const tensor::Signature& data, bool isOfPair)
    {
        for (const auto& problem : network::analyse(network, &data).problems)
            if (!isOfPair || !problem.isAboutLoss)
                return fail(fmt::format("network \"{}\"", network.name), "{}", problem.message);
        return {};
    }

    Result<training::Recipe> adjusted(training::Recipe recipe, const TrainingChoice& choice)
    {
        recipe.epochs = choice.epochs.value_or(recipe.epochs);
        recipe.batch = choice.batch.value_or(recipe.batch);
        recipe.threads = choice.threads.value_or(recipe.threads);
        if (choice.precision)
            recipe.isBFloat16 = *choice.precision == "bfloat16";
        if (choice.seed)
            recipe.seed = static_cast<std::uint64_t>(*choice.seed); // check() sees a negative one again
        return training::check(recipe).map([&] { return recipe; });
    }
} // namespace

void addTrainingOptions(CLI::App& command, std::filesystem::path& project, TrainingChoice& choice)
{
    command.add_option("PROJECT", project, "The project file, NAME.netwright.")->required();
    command.add_option("--network", choice.network, "Which network; else the recipe's, else the first.");
    command.add_option("--recipe", choice.recipe, "How to train; else the network's, else the first.");
    command.add_option("--batch", choice.batch, "How many samples go through the network at once.");
    command.add_option("--threads", choice.threads, "How many threads compute; 0: all.");
    command.add_option("--precision", choice.precision, "float32 or bfloat16.")
        ->check(CLI::IsMember({ "float32", "bfloat16" }));
}

Result<training::Training> chooseTraining(const project::Project& project, const std::filesystem::path& file,
                                          const TrainingChoice& choice, const Progress& progress)
{
    auto network = chooseNetwork(project, file, choice);
    if (!network)
        return failed(network);
    auto recipe = chooseRecipe(project, file, choice, network->name).and_then([&](training::Recipe chosen) {
        return adjusted(std::move(chosen), choice);
    });
    if (!recipe)
        return failed(recipe);
    auto dataset = openDataset(project, file, *network, progress);
    if (!dataset)
        return failed(dataset);
    auto generator = chooseGenerator(project, file, *recipe, choice.mayBePair);
    if (!generator)
        return failed(generator);
    // Before anything is written: a network that cannot be trained shall leave no run behind.
    const auto check = checkTrainable(*network, (*dataset)->signature(), generator->has_value());
    if (!check)
        return failed(check);
    return training::Training { .network = *std::move(network),
                                .recipe = *std::move(recipe),
                                .dataset = *std::move(dataset),
                                .from = {},
                                .choices = engine::rememberedChoices(),
                                .generator = *std::move(generator) };
}

Result<std::shared_ptr<const data::Dataset>> openDataset(const project::Project& project,
                                                         const std::filesystem::path& file,
                                                         const network::Network& network,
                                                         const Progress& progress)
{
    const data::DatasetSpec* spec = project.dataset(network.dataset);
    if (spec == nullptr)
        return fail(fmt::format("network \"{}\"", network.name),
                    "its dataset \"{}\" is not in the project, which has: {}", network.dataset,
                    namesOf(project.datasets));
    return data::Dataset::open(*spec, file.parent_path(), progress);
}

void noteMachine(const training::Recipe& recipe, const Terminal& terminal)
{
    for (const auto& sentence : training::misfits(recipe))
        terminal.progress << sentence << "\n";
}

} // namespace netwright::cli
