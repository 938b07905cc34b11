// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.hpp"

#include "core/base/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace netwright::data {

namespace {
    using Json = nlohmann::ordered_json;

    Status checkKeys(const Json& json, std::initializer_list<std::string_view> known,
                     const std::string& where)
    {
        if (!json.is_object())
            return fail(where, "expected {{...}}, found {}", shown(json));
        for (const auto& [key, value] : json.items()) {
            if (std::ranges::find(known, key) == known.end())
                return fail(where, "unknown key {}; was the file written by a newer Netwright?",
                            shown(Json(key)));
        }
        return {};
    }

    /// Leaves `into` as it is where the key is missing.
    template <class T>
    Status read(const Json& json, const char* key, T& into, const std::string& where,
                bool (*fits)(const Json&), const char* expected)
    {
        const auto it = json.find(key);
        if (it == json.end())
            return {};
        if (!fits(*it))
            return fail(where, "\"{}\": expected {}, found {}", key, expected, shown(*it));
        into = it->template get<T>();
        return {};
    }

    bool isText(const Json& json) { return json.is_string(); }
    bool isNumber(const Json& json) { return json.is_number(); }
    bool isCount(const Json& json)
    {
        return json.is_number_unsigned() || (json.is_number_integer() && json.get<std::int64_t>() >= 0);
    }
    bool isSmallCount(const Json& json) { return isCount(json) && json.get<std::uint64_t>() <= INT64_MAX; }

    Status readSplit(const Json& json, Split& split, const std::string& where)
    {
        return checkKeys(json, { "validation", "test", "seed" }, where)
            .and_then([&] { return read(json, "validation", split.validation, where, isNumber, "a number"); })
            .and_then([&] { return read(json, "test", split.test, where, isNumber, "a number"); })
            .and_then(
                [&] { return read(json, "seed", split.seed, where, isCount, "a whole number from 0"); });
    }

    Status readSource(const Json& json, DatasetSpec& spec, const std::string& where)
    {
        if (!json.contains("source"))
            return fail(where, "expected the key \"source\", found none");
        if (auto source = read(json, "source", spec.source, where, isText, "a text"); !source)
            return source;
        const auto* kind = findSource(spec.source);
        if (!kind)
            return fail(where, "unknown source {}; was the file written by a newer Netwright?",
                        shown(Json(spec.source)));
        auto values = valuesFromJson(kind->parameters, json.value("parameters", Json::object()), where);
        if (!values)
            return failed(values);
        spec.parameters = *std::move(values);
        return {};
    }

    Status readNormalisation(const Json& json, DatasetSpec& spec, const std::string& where)
    {
        std::string id(idOf(spec.normalisation));
        if (auto text = read(json, "normalisation", id, where, isText, "a text"); !text)
            return text;
        const auto normalisation = normalisationFromId(id);
        if (!normalisation)
            return fail(where, "{}", normalisation.error().message);
        spec.normalisation = *normalisation;
        return {};
    }
} // namespace

nlohmann::ordered_json toJson(const DatasetSpec& spec)
{
    const auto* kind = findSource(spec.source);
    return { { "source", spec.source },
             { "parameters", kind ? valuesToJson(kind->parameters, spec.parameters) : Json::object() },
             { "normalisation", idOf(spec.normalisation) },
             { "split",
               { { "validation", spec.split.validation },
                 { "test", spec.split.test },
                 { "seed", spec.split.seed } } },
             { "limit", spec.limit } };
}

Result<DatasetSpec> datasetFromJson(const nlohmann::ordered_json& json, const std::string& name)
{
    const auto where = fmt::format("dataset \"{}\"", name);
    DatasetSpec spec { .name = name, .source = {}, .parameters = {}, .split = {} };
    const auto done
        = checkKeys(json, { "source", "parameters", "normalisation", "split", "limit" }, where)
              .and_then([&] { return readSource(json, spec, where); })
              .and_then([&] { return readNormalisation(json, spec, where); })
              .and_then([&] {
                  return readSplit(json.value("split", Json::object()), spec.split, where + " split");
              })
              .and_then([&] {
                  return read(json, "limit", spec.limit, where, isSmallCount, "a whole number from 0");
              });
    if (!done)
        return failed(done);
    return spec;
}

} // namespace netwright::data
