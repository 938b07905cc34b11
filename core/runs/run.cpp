// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/run.hpp"

#include "core/runs/run_json.hpp"
#include "core/runs/run_lock.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <tuple>

namespace netwright::runs {

namespace {
    constexpr std::size_t kLongestName = 200;

    bool isUtf8(const std::string& text)
    {
        try {
            static_cast<void>(nlohmann::json(text).dump());
            return true;
        } catch (const nlohmann::json::exception&) {
            return false;
        }
    }

    bool isControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

    /// The name of a network as the beginning of a file name.
    std::string fileNamePart(const std::string& network)
    {
        static constexpr std::size_t kLongestPart = 100;
        std::string part = isUtf8(network) ? network : std::string();
        std::ranges::replace_if(
            part, [](char c) { return c == '/' || isControl(c); }, '-');
        part.erase(0, part.find_first_not_of('.'));
        if (part.size() > kLongestPart)
            part.resize(kLongestPart);
        while (!isUtf8(part))
            part.pop_back(); // what the cut left of a character
        return part.empty() ? "run" : part;
    }

    std::string nameOf(const std::filesystem::path& runFolder)
    {
        return (runFolder / "").parent_path().filename().string();
    }
} // namespace

std::string_view idOf(RunState state)
{
    switch (state) {
    case RunState::Running:
        return "running";
    case RunState::Finished:
        return "finished";
    case RunState::Stopped:
        return "stopped";
    case RunState::Failed:
        return "failed";
    case RunState::Interrupted:
        return "interrupted";
    }
    return "";
}

Status checkRunName(const std::string& name)
{
    if (!isUtf8(name))
        return fail("run name", "expected UTF-8, found other bytes; type the name anew");
    const auto bad = name.empty()              ? "nothing"
        : name.starts_with('.')                ? "a dot in front"
        : name.find('/') != std::string::npos  ? "a \"/\""
        : std::ranges::any_of(name, isControl) ? "a control character"
        : name.size() > kLongestName           ? "more than 200 bytes"
                                               : nullptr;
    return bad ? fail("run name", "expected a plain name such as \"cnn-1\", found {}; choose another", bad)
               : Status {};
}

Result<RunInfo> readRun(const std::filesystem::path& runFolder)
{
    // Asked first: a run that ends in between is then read as ended, not as dead.
    const bool isHeld = RunLock::isHeld(runFolder);
    auto info = readRunFile(runFolder);
    if (info && info->state == RunState::Running && !isHeld)
        info->state = RunState::Interrupted;
    return info;
}

Result<std::vector<RunInfo>> listRuns(const std::filesystem::path& runsFolder, std::vector<Error>* unreadable)
{
    std::vector<RunInfo> runs;
    std::error_code code;
    if (!std::filesystem::exists(runsFolder, code) && !code)
        return runs; // nothing was trained yet
    for (std::filesystem::directory_iterator it(runsFolder, code), end; !code && it != end;
         it.increment(code)) {
        if (!checkRunName(nameOf(it->path())))
            continue;
        if (auto info = readRun(it->path()))
            runs.push_back(*std::move(info));
        else if (std::error_code missing;
                 unreadable && std::filesystem::exists(it->path() / "run.json", missing))
            unreadable->push_back(info.error());
    }
    if (code)
        return fail(runsFolder.string(), "cannot be read: {}; check that it is a folder that you may read",
                    code.message());
    std::ranges::sort(runs, [](const RunInfo& a, const RunInfo& b) {
        return std::tie(b.started, b.name) < std::tie(a.started, a.name);
    });
    return runs;
}

Status deleteRun(const std::filesystem::path& runFolder)
{
    std::error_code code;
    if (!std::filesystem::is_regular_file(runFolder / "run.json", code))
        return fail(runFolder.string(),
                    "expected the folder of a run, found no run.json in it; choose a run");
    if (RunLock::isHeld(runFolder))
        return fail(runFolder.string(), "this run is being trained; stop it first");
    // Renamed first, so that it is gone at once or not at all.
    const auto hidden = (runFolder / "").parent_path().replace_filename("." + nameOf(runFolder) + ".deleted");
    std::filesystem::remove_all(hidden, code);
    std::filesystem::rename(runFolder, hidden, code);
    if (!code)
        std::filesystem::remove_all(hidden, code);
    if (code)
        return fail(runFolder.string(), "cannot be deleted: {}; check that you may write to the folder",
                    code.message());
    return {};
}

std::string freeRunName(const std::filesystem::path& runsFolder, const std::string& network)
{
    const auto part = fileNamePart(network);
    std::error_code code;
    for (int number = 1;; ++number)
        if (auto name = fmt::format("{}-{}", part, number); !std::filesystem::exists(runsFolder / name, code))
            return name;
}

} // namespace netwright::runs
