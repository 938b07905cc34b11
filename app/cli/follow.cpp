// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/follow.hpp"

#include "app/cli/choose.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/progress_bar.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    /// Whose figures these are: those of the training's end, which need not be its best.
    std::string weightsText(const runs::RunInfo& run, const training::Outcome& outcome)
    {
        const std::string last = fmt::format("the last, epoch {}", outcome.epochs);
        if (run.bestEpoch == outcome.epochs)
            return last + ", which is also the best";
        return fmt::format("{}; evaluate, predict and export take the best, epoch {}, unless told otherwise",
                           last, run.bestEpoch);
    }

    void printResult(const runs::RunInfo& run, const training::Outcome& outcome, const Terminal& terminal)
    {
        terminal.out << fmt::format("run         {}\nepochs      {}\ntime        {}\nweights     {}\n",
                                    run.name, outcome.epochs, clockText(outcome.seconds),
                                    weightsText(run, outcome));
        for (const auto& [part, values] :
             { std::pair { "train", &outcome.train }, std::pair { "validation", &outcome.validation },
               std::pair { "test", &outcome.test } })
            if (!values->empty())
                terminal.out << fmt::format("{:<12}{}\n", part, metricText(*values));
    }

    void printResultJson(const std::string& run, const training::Outcome& outcome, const Terminal& terminal)
    {
        printJson(terminal,
                  { { "run", run },
                    { "epochs", outcome.epochs },
                    { "seconds", outcome.seconds },
                    { "train", metricJson(outcome.train) },
                    { "validation", metricJson(outcome.validation) },
                    { "test", metricJson(outcome.test) } });
    }
} // namespace

Ended stoppedEarly(const Terminal& terminal)
{
    terminal.progress << "stopped before the first step\n";
    return Ended::Stopped;
}

Result<Ended> follow(const training::Training& training, runs::Recorder& recorder,
                     const std::filesystem::path& project, bool isJson, const std::stop_token& stop,
                     const Terminal& terminal)
{
    const std::string run = recorder.info().name;
    const std::string where = fmt::format("run \"{}\"", run);
    noteMachine(training.recipe, terminal);
    ProgressBar bar(terminal);
    const training::Outcome outcome = training::train(training, { &recorder, &bar }, stop);
    switch (outcome.ending) {
    case training::Ending::Failed:
        return fail(where, "{}", outcome.error->text());
    case training::Ending::Stopped:
        terminal.progress << fmt::format(
            "{} is stopped after step {} ({} of {} epochs); to go on: netwright-cli resume {} --run {}\n",
            where, outcome.steps, outcome.epochs, training.recipe.epochs, project.string(), run);
        return Ended::Stopped;
    case training::Ending::Finished:
        break;
    }
    isJson ? printResultJson(run, outcome, terminal) : printResult(recorder.info(), outcome, terminal);
    return Ended::Done;
}

} // namespace netwright::cli
