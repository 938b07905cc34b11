// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/choose.hpp"
#include "app/cli/command.hpp"
#include "app/cli/step_profile.hpp"
#include "app/cli/text_table.hpp"

#include <algorithm>
#include <ostream>

namespace netwright::cli {

namespace {
    using Json = nlohmann::ordered_json;

    struct Options {
        std::filesystem::path project;
        TrainingChoice choice;
        int repeats = 20;
        bool isJson = false;
    };

    double gigaflopsPerSecond(double flops, double milliseconds)
    {
        return milliseconds > 0 ? 1e-6 * flops / milliseconds : 0;
    }

    /// Each name once, the one that takes longest first.
    std::string implementationsOf(const LayerProfile& layer)
    {
        std::vector<std::pair<double, std::string>> times;
        for (const auto& operation : layer.operations) {
            auto known
                = std::ranges::find(times, operation.implementation, &std::pair<double, std::string>::second);
            if (known == times.end())
                known = times.insert(known, { 0, operation.implementation });
            known->first += operation.milliseconds;
        }
        std::ranges::stable_sort(times, std::greater(), &std::pair<double, std::string>::first);
        std::string names;
        for (const auto& [time, name] : times)
            names += (names.empty() ? "" : ", ") + name;
        return names;
    }

    std::vector<std::string> row(const LayerProfile& layer, double whole)
    {
        const auto ms = [](double milliseconds) {
            return milliseconds > 0 ? fmt::format("{:.3f}", milliseconds) : std::string("-");
        };
        return { layer.name,
                 ms(layer.forward),
                 ms(layer.backwardByData),
                 ms(layer.backwardByWeights),
                 ms(layer.update),
                 fmt::format("{:.1f} %", 100 * layer.milliseconds() / whole),
                 fmt::format("{:.1f}", gigaflopsPerSecond(layer.flops, layer.milliseconds())),
                 implementationsOf(layer) };
    }

    void print(const TrainingProfile& profile, const training::Training& training, const Terminal& terminal)
    {
        TextTable table(
            { "layer", ">forward", ">by data", ">by weights", ">update", ">share", ">GFLOP/s", "with" });
        auto sum = profile.sum();
        sum.name = "sum";
        for (const auto& layer : profile.layers)
            table.add(row(layer, sum.milliseconds()));
        table.add(row(sum, sum.milliseconds()));
        const double rate = profile.flopsPerSecond();
        terminal.out << fmt::format(
            "network \"{}\", batch {}, threads {}: milliseconds of a training step, backward by data and by "
            "weights\n{}"
            "a whole step: {:.3f} ms, {:.1f} GFLOP/s, {:.1f} % of the {:.1f} GFLOP/s that a product of two "
            "2048 x 2048 matrices reaches (convolutions count as direct ones; Winograd's do with less)\n",
            training.network.name, training.recipe.batch, profile.threads, table.text(2, kTextWidth),
            profile.step, 1e-9 * rate, 100 * rate / profile.peak, 1e-9 * profile.peak);
    }

    Json toJson(const engine::StepProfile& operation)
    {
        return { { "operation", operation.operation },
                 { "implementation", operation.implementation },
                 { "backward", operation.isBackward },
                 { "ms", operation.milliseconds },
                 { "gflop", 1e-9 * operation.flops } };
    }

    Json toJson(const LayerProfile& layer, double whole)
    {
        auto operations = Json::array();
        for (const auto& operation : layer.operations)
            operations.push_back(toJson(operation));
        return { { "layer", layer.name },
                 { "kind", layer.kind },
                 { "forward_ms", layer.forward },
                 { "backward_by_data_ms", layer.backwardByData },
                 { "backward_by_weights_ms", layer.backwardByWeights },
                 { "update_ms", layer.update },
                 { "share", layer.milliseconds() / whole },
                 { "gflops_per_s", gigaflopsPerSecond(layer.flops, layer.milliseconds()) },
                 { "operations", operations } };
    }

    Json toJson(const TrainingProfile& profile, const training::Training& training)
    {
        const auto sum = profile.sum();
        auto layers = Json::array();
        for (const auto& layer : profile.layers)
            layers.push_back(toJson(layer, sum.milliseconds()));
        return { { "network", training.network.name },
                 { "batch", training.recipe.batch },
                 { "threads", profile.threads },
                 { "step_ms", profile.step },
                 { "sum_ms", sum.milliseconds() },
                 { "gflop", 1e-9 * sum.flops },
                 { "gflops_per_s", 1e-9 * profile.flopsPerSecond() },
                 { "peak_gflops_per_s", 1e-9 * profile.peak },
                 { "layers", layers } };
    }

    Status profile(const Options& options, const Terminal& terminal)
    {
        const auto project = project::load(options.project);
        if (!project)
            return failed(project);
        const auto training = chooseTraining(*project, options.project, options.choice);
        if (!training)
            return failed(training);
        noteMachine(training->recipe, terminal);
        const auto profile = profileTraining(*training, options.repeats);
        if (!profile)
            return failed(profile);
        if (options.isJson)
            printJson(terminal, toJson(*profile, *training));
        else
            print(*profile, *training, terminal);
        return {};
    }
} // namespace

void addProfile(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "profile",
        "Shows where the time of a training step goes, layer by layer, and how much of the machine's peak it "
        "reaches. Medians; an activation that is computed by the layer before it counts there. The update is "
        "one pass over all weights, shared out by their number.");
    addTrainingOptions(*command, options->project, options->choice);
    command->add_option("--repeats", options->repeats, "Of how many steps to take the median.")
        ->capture_default_str()
        ->check(CLI::Range(1, 10000));
    command->add_flag("--json", options->isJson, "Print the result as one line of JSON.");
    whenChosen(*command, action, options, &profile);
}

} // namespace netwright::cli
