// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.hpp"

#include "core/base/file.hpp"
#include "core/base/json_text.hpp"
#include "core/network/network_json.hpp"
#include "core/project/json_layout.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace netwright::project {

namespace {
    using Json = nlohmann::ordered_json;

    constexpr std::int64_t kFormat = 1;
    constexpr std::size_t kMaximumBytes = 64 << 20;

    template <class T> const T* find(const std::vector<T>& list, std::string_view name)
    {
        const auto it = std::ranges::find(list, name, &T::name);
        return it == list.end() ? nullptr : &*it;
    }

    template <class T> Json named(const std::vector<T>& list)
    {
        auto json = Json::object();
        for (const auto& entry : list)
            json[entry.name] = toJson(entry);
        return json;
    }

    template <class T, class Read>
    Status readNamed(const Json& json, const char* key, std::vector<T>& into, Read read)
    {
        const auto it = json.find(key);
        if (it == json.end())
            return {};
        if (!it->is_object())
            return fail({}, "\"{}\": expected {{\"name\": ..., ...}}, found {}", key, shown(*it));
        for (const auto& [name, entry] : it->items()) {
            if (name.empty())
                return fail({}, "\"{}\": expected names, found an empty one", key);
            auto value = read(entry, name);
            if (!value)
                return failed(value);
            into.push_back(*std::move(value));
        }
        return {};
    }

    Status checkFormat(const Json& json)
    {
        const auto format = json.is_object() ? json.find("format") : json.end();
        if (!json.is_object() || format == json.end())
            return fail({}, "expected a Netwright project ({{\"format\": {}, ...}}), found {}", kFormat,
                        shown(json));
        if (!format->is_number_integer() || format->get<std::int64_t>() < 1)
            return fail({}, "\"format\": expected {}, found {}", kFormat, shown(*format));
        if (format->get<std::int64_t>() > kFormat)
            return fail({}, "written by a newer Netwright: expected format {}, found {}; update Netwright",
                        kFormat, shown(*format));
        return {};
    }

    Status checkKeys(const Json& json)
    {
        static const std::set<std::string_view> known { "format", "description", "datasets", "networks",
                                                        "recipes" };
        for (const auto& [key, entry] : json.items()) {
            if (!known.contains(key))
                return fail({}, "unknown key {}; was the file written by a newer Netwright?",
                            shown(Json(key)));
        }
        return {};
    }

    Status readDescription(const Json& json, std::string& into)
    {
        const auto it = json.find("description");
        if (it == json.end())
            return {};
        if (!it->is_string())
            return fail({}, "\"description\": expected a text, found {}", shown(*it));
        into = it->get<std::string>();
        return {};
    }

    template <class T> Status checkNames(const std::vector<T>& list, const char* what)
    {
        std::set<std::string_view> seen;
        for (const auto& entry : list) {
            if (entry.name.empty() || !seen.insert(entry.name).second)
                return fail({}, "{} \"{}\": expected a name of its own for each {}; rename one", what,
                            entry.name, what);
        }
        return {};
    }

    Status checkNames(const Project& project)
    {
        return checkNames(project.datasets, "dataset")
            .and_then([&] { return checkNames(project.networks, "network"); })
            .and_then([&] { return checkNames(project.recipes, "recipe"); });
    }

    Error within(const std::filesystem::path& file, Error error)
    {
        error.where = error.where.empty() ? file.string() : fmt::format("{}, {}", file.string(), error.where);
        return error;
    }
} // namespace

const data::DatasetSpec* Project::dataset(std::string_view name) const { return find(datasets, name); }
const network::Network* Project::network(std::string_view name) const { return find(networks, name); }
const training::Recipe* Project::recipe(std::string_view name) const { return find(recipes, name); }

nlohmann::ordered_json toJson(const Project& project)
{
    return { { "format", kFormat },
             { "description", project.description },
             { "datasets", named(project.datasets) },
             { "networks", named(project.networks) },
             { "recipes", named(project.recipes) } };
}

Result<Project> projectFromJson(const nlohmann::ordered_json& json)
{
    Project project;
    const auto read
        = checkFormat(json)
              .and_then([&] { return checkKeys(json); })
              .and_then([&] { return readDescription(json, project.description); })
              .and_then([&] { return readNamed(json, "datasets", project.datasets, data::datasetFromJson); })
              .and_then(
                  [&] { return readNamed(json, "networks", project.networks, network::networkFromJson); })
              .and_then(
                  [&] { return readNamed(json, "recipes", project.recipes, training::recipeFromJson); });
    if (!read)
        return failed(read);
    return project;
}

Result<Project> load(const std::filesystem::path& file)
{
    const auto text = readFile(file, kMaximumBytes);
    if (!text)
        return failed(text);
    const auto json = parseStrictly(*text, file.string());
    if (!json)
        return failed(json);
    auto project = projectFromJson(*json);
    if (!project)
        return tl::unexpected(within(file, project.error()));
    return project;
}

Status save(const Project& project, const std::filesystem::path& file)
{
    if (auto checked = checkNames(project); !checked)
        return tl::unexpected(within(file, checked.error()));
    const auto text = layOut(toJson(project));
    if (!text)
        return tl::unexpected(within(file, text.error()));
    return writeFile(file, *text);
}

std::filesystem::path runsFolder(const std::filesystem::path& file)
{
    auto folder = file;
    return folder.replace_extension(".runs");
}

} // namespace netwright::project
