// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/json_reading.hpp"

#include "core/base/json_text.hpp"
#include "core/base/spelling.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace netwright::network {

using Json = nlohmann::ordered_json;

namespace {
    /// `names`: what the two numbers are.
    Result<std::pair<double, double>> readPair(const Json& json, const char* key, const char* names,
                                               const std::string& where)
    {
        const auto isFinite
            = [](const Json& entry) { return entry.is_number() && std::isfinite(entry.get<double>()); };
        if (!json.is_array() || json.size() != 2 || !isFinite(json[0]) || !isFinite(json[1]))
            return fail(where, "\"{}\": expected two numbers as {}, found {}", key, names, shown(json));
        return std::pair { json[0].get<double>(), json[1].get<double>() };
    }
} // namespace

Status checkKeys(const Json& object, std::span<const std::string_view> known, const std::string& where)
{
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::count(known, key) == 0)
            return fail(where, "unknown entry {}{}", shown(Json(key)), fileSpellingHint(key, known));
    }
    return {};
}

Result<std::string> readText(const Json& object, const char* key, const std::string& where)
{
    const auto it = object.find(key);
    if (it == object.end())
        return fail(where, "\"{}\" is missing; add it, with a text in quotes", key);
    if (!it->is_string())
        return fail(where, "\"{}\": expected a text in quotes, found {}", key, shown(*it));
    return it->get<std::string>();
}

Result<bool> readFlag(const Json& object, const char* key, const std::string& where)
{
    const auto it = object.find(key);
    if (it == object.end())
        return false;
    if (!it->is_boolean())
        return fail(where, "\"{}\": expected true or false, found {}", key, shown(*it));
    return it->get<bool>();
}

Result<const Json*> readList(const Json& object, const char* key, std::size_t limit, const std::string& where)
{
    const auto it = object.find(key);
    if (it == object.end())
        return nullptr;
    if (!it->is_array())
        return fail(where, "\"{}\": expected a list as [...], found {}", key, shown(*it));
    if (it->size() > limit)
        return fail(where, "\"{}\": expected at most {} entries, found {}", key, limit, it->size());
    return &*it;
}

Result<Position> readPosition(const Json& object, const std::string& where)
{
    const auto it = object.find("position");
    if (it == object.end())
        return Position {};
    const auto pair = readPair(*it, "position", "[x, y]", where);
    if (!pair)
        return failed(pair);
    return Position { pair->first, pair->second };
}

Result<Extent> readExtent(const Json& object, Extent fallback, const std::string& where)
{
    const auto it = object.find("size");
    if (it == object.end())
        return fallback;
    const auto pair = readPair(*it, "size", "[width, height]", where);
    if (!pair)
        return failed(pair);
    return Extent { pair->first, pair->second };
}

} // namespace netwright::network
