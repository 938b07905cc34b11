// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/json_layout.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace netwright::project {

namespace {
    using Json = nlohmann::ordered_json;

    constexpr std::size_t kColumns = 110;
    constexpr std::size_t kIndent = 2;
    constexpr std::size_t kMaximumDepth = 100;

    bool isPlain(const Json& json)
    {
        return std::ranges::none_of(
            json, [](const Json& entry) { return entry.is_structured() && !entry.empty(); });
    }

    std::string onOneLine(const Json& json)
    {
        std::string text;
        for (const auto& [key, entry] : json.items()) {
            text += text.empty() ? "" : ", ";
            text += json.is_object() ? fmt::format("{}: {}", Json(key).dump(), entry.dump()) : entry.dump();
        }
        return json.is_object() ? fmt::format("{{ {} }}", text) : fmt::format("[{}]", text);
    }

    void append(std::string& text, const Json& json, std::size_t depth)
    {
        if (!json.is_structured() || json.empty()) {
            text += json.dump();
            return;
        }
        // Lists of texts stay one a line: each link of a network merges by itself.
        const bool isTextList = json.is_array() && json.front().is_string();
        if (isPlain(json) && !isTextList) {
            auto line = onOneLine(json);
            const auto begun = text.size() - std::min(text.size(), text.rfind('\n') + 1);
            if (begun + line.size() < kColumns) {
                text += line;
                return;
            }
        }
        const std::string indent((depth + 1) * kIndent, ' ');
        text += json.is_object() ? "{" : "[";
        const char* separator = "\n";
        for (const auto& [key, entry] : json.items()) {
            text += separator + indent;
            if (json.is_object())
                text += Json(key).dump() + ": ";
            append(text, entry, depth + 1);
            separator = ",\n";
        }
        text += "\n" + std::string(depth * kIndent, ' ') + (json.is_object() ? "}" : "]");
    }

    std::string placeOf(std::string_view text, std::size_t at)
    {
        const auto before = text.substr(0, at);
        const auto lineStart = before.rfind('\n') + 1; // npos + 1 is 0
        return fmt::format("line {}, column {}", 1 + std::ranges::count(before, '\n'), at - lineStart + 1);
    }

    /// "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error ... - unexpected ..."
    /// -> the end.
    std::string reasonOf(const nlohmann::json::parse_error& error)
    {
        const std::string text = error.what();
        const auto start = text.find(": ");
        return start == std::string::npos ? text : text.substr(start + 2);
    }

    /// Ends the parse from within its callback.
    struct Refused {
        std::string reason;
    };

    /// Refuses what nlohmann's parser lets pass.
    class Strictness {
    public:
        bool operator()(int depth, Json::parse_event_t event, const Json& parsed)
        {
            using enum Json::parse_event_t;
            if (std::cmp_greater(depth, kMaximumDepth))
                throw Refused { fmt::format("is nested more than {} deep; it is no project", kMaximumDepth) };
            if (event == object_start)
                m_keys.emplace_back();
            else if (event == object_end)
                m_keys.pop_back();
            else if (event == key && !m_keys.back().insert(parsed.get<std::string>()).second)
                throw Refused { fmt::format("the key {} stands twice in one place; remove one",
                                            parsed.dump()) };
            return true;
        }

    private:
        std::vector<std::set<std::string>> m_keys; ///< of the objects that are open
    };
} // namespace

Result<std::string> layOut(const nlohmann::ordered_json& json)
{
    try {
        std::string text;
        append(text, json, 0);
        return text + "\n";
    } catch (const Json::type_error&) {
        return fail({}, "it holds a text that is not UTF-8, perhaps the name of a file; rename it");
    }
}

Result<nlohmann::ordered_json> parseStrictly(std::string_view text, const std::string& where)
{
    try {
        return Json::parse(text, Strictness());
    } catch (const Refused& refused) {
        return fail(where, "{}", refused.reason);
    } catch (const Json::parse_error& error) {
        return fail(fmt::format("{}, {}", where, placeOf(text, error.byte > 0 ? error.byte - 1 : 0)),
                    "is no JSON: {}", reasonOf(error));
    } catch (const Json::exception& error) {
        return fail(where, "is no JSON: {}", error.what());
    }
}

} // namespace netwright::project
