// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_options.hpp"

#include <system_error>

namespace netwright::cli {

void addRunOptions(CLI::App& command, RunOptions& options)
{
    command.add_option("PROJECT", options.project, "The project file, NAME.netwright.")->required();
    command.add_option("--run", options.run, "Which run.")->required();
    command.add_flag("--json", options.isJson, "Print each result as one line of JSON.");
}

void addCheckpointOption(CLI::App& command, RunOptions& options)
{
    command.add_option("--checkpoint", options.checkpoint, "best, last or the number of an epoch.")
        ->capture_default_str();
}

Result<std::filesystem::path> runFolder(const RunOptions& options)
{
    const auto& [project, run, checkpoint, isJson] = options;
    std::error_code code;
    if (!std::filesystem::exists(project, code))
        return fail(project.string(), "there is no such project file; check the path");
    const auto all = project::runsFolder(project);
    const bool isPlainName = !run.empty() && run != "." && run != ".." && run.find('/') == std::string::npos;
    if (!isPlainName || !std::filesystem::is_directory(all / run, code))
        return fail(fmt::format("run \"{}\"", run), "there is no such run in {}; see netwright-cli runs {}",
                    all.string(), project.string());
    return all / run;
}

Result<runs::OpenRun> openRun(const RunOptions& options)
{
    const auto folder = runFolder(options);
    if (!folder)
        return failed(folder);
    auto info = runs::readRun(*folder);
    if (!info)
        return failed(info);
    return runs::openRun({ .run = *std::move(info),
                           .runFolder = *folder,
                           .projectFolder = options.project.parent_path(),
                           .checkpoint = options.checkpoint,
                           .dataset = {} });
}

std::string checkpointText(const runs::OpenRun& run, const std::string& checkpoint)
{
    const auto epoch = run.checkpoint.epoch;
    if (checkpoint == "best" && epoch == run.info.bestEpoch)
        return fmt::format("best: epoch {}, the one with the lowest {} loss", epoch,
                           run.info.facts.validationRows > 0 ? "validation" : "training");
    if (checkpoint != "best" && checkpoint != "last")
        return fmt::format("epoch {}", epoch);
    return fmt::format("{}: epoch {}{}{}", checkpoint, epoch,
                       run.checkpoint.batchInEpoch > 0
                           ? fmt::format(" and {} steps of the next", run.checkpoint.batchInEpoch)
                           : "",
                       checkpoint == "best" ? ", the last, for no epoch is known as the best" : "");
}

} // namespace netwright::cli
