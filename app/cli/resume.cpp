// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/follow.hpp"
#include "app/cli/interrupt.hpp"
#include "app/cli/open_run.hpp"

namespace netwright::cli {

namespace {
    struct Options {
        std::filesystem::path project;
        std::string run;
        bool isJson = false;
    };

    Status resume(const Options& options, const Terminal& terminal)
    {
        const Interrupt interrupt;
        const auto folder = runFolder(options.project, options.run);
        if (!folder)
            return failed(folder);
        Progress opening;
        opening.stop = interrupt.token();
        const auto training = runs::trainingToResume(options.project, options.run, opening);
        if (!training)
            return failed(training);
        const auto recorder = runs::Recorder::reopen(*folder, training->from);
        if (!recorder)
            return failed(recorder);
        return follow(*training, **recorder, options.project, options.isJson, interrupt.token(), terminal);
    }
} // namespace

void addResume(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("resume", "Goes on with a run that was stopped or interrupted.");
    command->add_option("PROJECT", options->project, "The project file, NAME.netwright.")->required();
    command->add_option("--run", options->run, "Which run.")->required();
    command->add_flag("--json", options->isJson, "Print the result as one line of JSON.");
    command->callback([options, &action] {
        action = [options](const Terminal& terminal) { return resume(*options, terminal); };
    });
}

} // namespace netwright::cli
