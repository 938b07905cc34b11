// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/checkpoint_folder.hpp"

#include "core/runs/checkpoint_file.hpp"
#include "core/runs/run_json.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

namespace netwright::runs {

namespace {
    constexpr const char* kFolder = "checkpoints";
    constexpr std::size_t kKeptLast = 3;
    constexpr std::int64_t kKeptEach = 10;

    std::optional<std::int64_t> wholeNumber(std::string_view text)
    {
        std::int64_t value = 0;
        const auto* end = text.data() + text.size();
        const auto [stop, code] = std::from_chars(text.data(), end, value);
        if (code != std::errc {} || stop != end || value < 0)
            return std::nullopt;
        return value;
    }

    std::string nameOf(CheckpointPlace place)
    {
        return place.batch == 0 ? fmt::format("epoch-{:04}.h5", place.epoch)
                                : fmt::format("epoch-{:04}-batch-{:06}.h5", place.epoch, place.batch);
    }

    /// Nothing for files that are no checkpoints of ours, such as those being written.
    std::optional<CheckpointPlace> placeOf(const std::string& name)
    {
        static constexpr std::string_view kEpoch = "epoch-";
        static constexpr std::string_view kBatch = "-batch-";
        static constexpr std::string_view kEnding = ".h5";
        if (!name.starts_with(kEpoch) || !name.ends_with(kEnding))
            return std::nullopt;
        const auto middle
            = std::string_view(name).substr(kEpoch.size(), name.size() - kEpoch.size() - kEnding.size());
        const auto split = middle.find(kBatch);
        const auto epoch = wholeNumber(middle.substr(0, split));
        const auto batch
            = split == std::string_view::npos ? 0 : wholeNumber(middle.substr(split + kBatch.size()));
        if (!epoch || !batch)
            return std::nullopt;
        return CheckpointPlace { *epoch, *batch };
    }

    std::optional<CheckpointPlace> choose(const std::filesystem::path& runFolder,
                                          const std::vector<CheckpointPlace>& places,
                                          const std::string& which)
    {
        const auto ofEpoch = [&](std::int64_t epoch) -> std::optional<CheckpointPlace> {
            const CheckpointPlace wanted { epoch, 0 };
            return std::ranges::count(places, wanted) > 0 ? std::optional(wanted) : std::nullopt;
        };
        if (which == "last")
            return places.back();
        if (which == "best") {
            const auto info = readRunFile(runFolder);
            const auto best = info ? ofEpoch(info->bestEpoch) : std::nullopt;
            return best ? best : places.back();
        }
        const auto epoch = wholeNumber(which);
        return epoch ? ofEpoch(*epoch) : std::nullopt;
    }
} // namespace

std::filesystem::path fileOf(const std::filesystem::path& runFolder, CheckpointPlace place)
{
    return runFolder / kFolder / nameOf(place);
}

std::vector<CheckpointPlace> checkpointPlaces(const std::filesystem::path& runFolder)
{
    std::vector<CheckpointPlace> places;
    std::error_code code;
    for (std::filesystem::directory_iterator it(runFolder / kFolder, code), end; !code && it != end;
         it.increment(code))
        if (const auto place = placeOf(it->path().filename().string()))
            places.push_back(*place);
    std::ranges::sort(places);
    return places;
}

void removeCheckpointsAfter(const std::filesystem::path& runFolder, CheckpointPlace place)
{
    std::error_code code;
    for (const auto& other : checkpointPlaces(runFolder))
        if (other > place)
            std::filesystem::remove(fileOf(runFolder, other), code);
}

std::vector<CheckpointPlace> sparePlaces(std::span<const CheckpointPlace> places, std::int64_t bestEpoch)
{
    std::vector<CheckpointPlace> spare;
    for (const auto& place : places.first(places.size() - std::min(places.size(), kKeptLast)))
        if (place.batch != 0 || (place.epoch != bestEpoch && place.epoch % kKeptEach != 0))
            spare.push_back(place);
    return spare;
}

void removeSpareCheckpoints(const std::filesystem::path& runFolder, std::int64_t bestEpoch)
{
    std::error_code code;
    for (const auto& place : sparePlaces(checkpointPlaces(runFolder), bestEpoch))
        std::filesystem::remove(fileOf(runFolder, place), code);
}

Result<std::filesystem::path> findCheckpoint(const std::filesystem::path& runFolder, const std::string& which)
{
    const auto places = checkpointPlaces(runFolder);
    if (places.empty())
        return fail(runFolder.string(),
                    "the run has no checkpoint yet; it makes one at the end of each epoch");
    if (const auto place = choose(runFolder, places, which))
        return fileOf(runFolder, *place);
    return fail(runFolder.string(), "there is no checkpoint \"{}\"; expected {}", which,
                fmt::join(checkpointNames(runFolder), ", "));
}

std::vector<std::string> checkpointNames(const std::filesystem::path& runFolder)
{
    const auto places = checkpointPlaces(runFolder);
    if (places.empty())
        return {};
    std::vector<std::string> names { "best", "last" };
    for (const auto& [epoch, batch] : places)
        if (batch == 0)
            names.push_back(std::to_string(epoch));
    return names;
}

} // namespace netwright::runs
