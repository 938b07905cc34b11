// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/open_run.hpp"

#include "core/runs/checkpoint_file.hpp"
#include "core/runs/run_data.hpp"

#include <system_error>

namespace netwright::cli {

Result<std::filesystem::path> runFolder(const std::filesystem::path& project, const std::string& run)
{
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

Result<OpenRun> openRun(const std::filesystem::path& project, const std::string& run,
                        const std::string& checkpoint)
{
    const auto folder = runFolder(project, run);
    if (!folder)
        return failed(folder);
    auto info = runs::readRun(*folder);
    if (!info)
        return failed(info);
    if (info->snapshot.networks.size() != 1)
        return fail(fmt::format("run \"{}\"", run),
                    "expected one network in its run.json, found {}; the file was changed",
                    info->snapshot.networks.size());
    const auto file = runs::findCheckpoint(*folder, checkpoint);
    if (!file)
        return failed(file);
    auto read = runs::readCheckpoint(*file);
    if (!read)
        return failed(read);
    const network::Network network = info->snapshot.networks.front();
    auto dataset = runs::openRunData(*info, project.parent_path());
    if (!dataset)
        return failed(dataset);
    return OpenRun { .info = *std::move(info),
                     .network = network,
                     .dataset = *std::move(dataset),
                     .checkpoint = *std::move(read),
                     .checkpointName = checkpoint };
}

} // namespace netwright::cli
