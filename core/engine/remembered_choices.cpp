// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/remembered_choices.hpp"

#include "core/base/file.hpp"
#include "core/tensor/processor.hpp"
#include "core/tensor/vectorise.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdlib>

namespace netwright::engine {

namespace {
    using Json = nlohmann::json;
    using Known = tensor::Choices::Known;

    constexpr std::size_t kLargestFile = 4 << 20;
    /// Of the way to choose: answers of another one are asked for again. To be raised with the speed of an
    /// own loop that is chosen.
    constexpr std::string_view kRules = "rules 3";

    /// An object of this machine's choices by task for every machine, or an empty one.
    Json readAll(const std::filesystem::path& file)
    {
        const auto text = readFile(file, kLargestFile);
        auto json = text ? Json::parse(*text, nullptr, false) : Json::object();
        return json.is_object() ? json : Json::object();
    }

    Known knownOf(const Json& all, const std::string& machine)
    {
        Known known;
        const auto own = all.find(machine);
        if (own == all.end() || !own->is_object())
            return known;
        for (const auto& [task, name] : own->items())
            if (name.is_string())
                known.emplace(task, name.get<std::string>());
        return known;
    }

    void remember(const std::filesystem::path& file, const std::string& machine, const std::string& task,
                  const std::string& name)
    {
        std::error_code code; // nothing is lost but time
        std::filesystem::create_directories(file.parent_path(), code);
        auto all = readAll(file); // another process may have added to it
        auto& own = all[machine];
        if (!own.is_object())
            own = Json::object();
        own[task] = name;
        static_cast<void>(writeFile(file, all.dump(1, ' ', false, Json::error_handler_t::replace)));
    }
} // namespace

std::filesystem::path choicesFile()
{
    const auto below = [](const char* variable, const char* folder) -> std::filesystem::path {
        const char* place = std::getenv(variable); // NOLINT(concurrency-mt-unsafe): nobody sets it here
        return place == nullptr || *place == '\0' ? std::filesystem::path()
                                                  : std::filesystem::path(place) / folder;
    };
    auto cache = below("XDG_CACHE_HOME", "netwright");
    if (cache.empty())
        cache = below("HOME", ".cache/netwright");
    return cache.empty() ? cache : cache / "choices.json";
}

std::shared_ptr<tensor::Choices> rememberedChoices(const std::filesystem::path& file)
{
    if (file.empty())
        return std::make_shared<tensor::Choices>();
    const auto machine
        = fmt::format("{}, {}, {}", tensor::processorAndLibrary(),
                      tensor::kIsVectorised ? "own loops vectorised" : "own loops plain", kRules);
    return std::make_shared<tensor::Choices>(
        knownOf(readAll(file), machine), [file, machine](const std::string& task, const std::string& name) {
            remember(file, machine, task, name);
        });
}

} // namespace netwright::engine
