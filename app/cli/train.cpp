// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/choose.hpp"
#include "app/cli/command.hpp"
#include "app/cli/follow.hpp"
#include "app/cli/interrupt.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    struct Options {
        std::filesystem::path project;
        TrainingChoice choice;
        std::string name;
        bool isJson = false;
    };

    Result<Ended> train(const Options& options, const Terminal& terminal)
    {
        const Interrupt interrupt;
        const auto project = project::load(options.project);
        if (!project)
            return failed(project);
        Progress opening;
        opening.stop = interrupt.token();
        const auto training = chooseTraining(*project, options.project, options.choice, opening);
        if (!training && interrupt.token().stop_requested())
            return stoppedEarly(terminal);
        if (!training)
            return failed(training);
        const auto folder = project::runsFolder(options.project);
        const auto recorder = options.name.empty() ? runs::Recorder::createNext(folder, *training)
                                                   : runs::Recorder::create(folder, options.name, *training);
        if (!recorder)
            return failed(recorder);
        terminal.progress << fmt::format("run \"{}\": network \"{}\", recipe \"{}\", dataset \"{}\"\n",
                                         (*recorder)->info().name, training->network.name,
                                         training->recipe.name, training->network.dataset);
        return follow(*training, **recorder, options.project, options.isJson, interrupt.token(), terminal);
    }
} // namespace

void addTrain(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("train", "Trains a network of a project and records the run.");
    addTrainingOptions(*command, options->project, options->choice);
    command->add_option("--epochs", options->choice.epochs, "How often to go through the training part.");
    command->add_option("--seed", options->choice.seed, "Where all random numbers begin.");
    command->add_option("--name", options->name,
                        "What to call the run; else the network's name and a number.");
    command->add_flag("--json", options->isJson, "Print the result as one line of JSON.");
    whenChosen(*command, action, options, &train);
}

} // namespace netwright::cli
