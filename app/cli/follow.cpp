// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/follow.hpp"

#include "app/cli/numbers.hpp"
#include "app/cli/progress_bar.hpp"

#include <ostream>

namespace netwright::cli {

namespace {
    void printResult(const std::string& run, const training::Outcome& outcome, const Terminal& terminal)
    {
        terminal.out << fmt::format("run         {}\nepochs      {}\ntime        {}\n", run, outcome.epochs,
                                    clockText(outcome.seconds));
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

Status follow(const training::Training& training, runs::Recorder& recorder,
              const std::filesystem::path& project, bool isJson, const std::stop_token& stop,
              const Terminal& terminal)
{
    const std::string run = recorder.info().name;
    const std::string where = fmt::format("run \"{}\"", run);
    ProgressBar bar(terminal);
    const training::Outcome outcome = training::train(training, { &recorder, &bar }, stop);
    switch (outcome.ending) {
    case training::Ending::Failed:
        return fail(where, "{}", outcome.error->text());
    case training::Ending::Stopped:
        return fail(where,
                    "stopped after step {} ({} of {} epochs); to go on: netwright-cli resume {} --run {}",
                    outcome.steps, outcome.epochs, training.recipe.epochs, project.string(), run);
    case training::Ending::Finished:
        break;
    }
    isJson ? printResultJson(run, outcome, terminal) : printResult(run, outcome, terminal);
    return {};
}

} // namespace netwright::cli
