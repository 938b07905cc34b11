// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.hpp"
#include "app/cli/follow.hpp"
#include "app/cli/interrupt.hpp"
#include "app/cli/run_options.hpp"
#include "core/engine/remembered_choices.hpp"

namespace netwright::cli {

namespace {
    Result<Ended> resume(const RunOptions& options, const Terminal& terminal)
    {
        const Interrupt interrupt;
        const auto folder = runFolder(options);
        if (!folder)
            return failed(folder);
        Progress opening;
        opening.stop = interrupt.token();
        auto training = runs::trainingToResume(options.project, options.run, opening);
        if (!training && interrupt.token().stop_requested())
            return stoppedEarly(terminal);
        if (!training)
            return failed(training);
        training->choices = engine::rememberedChoices();
        const auto recorder = runs::Recorder::reopen(*folder, training->from);
        if (!recorder)
            return failed(recorder);
        return follow(*training, **recorder, options.project, options.isJson, interrupt.token(), terminal);
    }
} // namespace

void addResume(CLI::App& app, Action& action)
{
    const auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("resume", "Goes on with a run that was stopped or interrupted.");
    addRunOptions(*command, *options);
    whenChosen(*command, action, options, &resume);
}

} // namespace netwright::cli
