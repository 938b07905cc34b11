// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/clipboard.hpp"

#include "core/network/network_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace netwright::widgets::clipboard {

namespace {
    using Json = nlohmann::ordered_json;

    /// Far beyond any network drawn by hand; a clipboard can hold a film.
    constexpr qsizetype kLongestText = 16 * 1024 * 1024;
    constexpr const char* kWhere = "the clipboard";

    /// `"cnn": {...},` as it is cut out of a project file becomes `{...}`.
    QString withoutKey(const QString& text)
    {
        auto bare = text.trimmed();
        if (bare.endsWith(u','))
            bare.chop(1);
        const auto brace = bare.indexOf(u'{');
        const auto before = bare.left(std::max<qsizetype>(brace, 0)).trimmed();
        return before.startsWith(u'"') && before.endsWith(u':') ? bare.mid(brace) : bare;
    }

    /// Of what nlohmann says of a text that is no JSON, what helps a person: "line 2, column 12".
    Result<Json> parse(const std::string& text)
    {
        try {
            return Json::parse(text);
        } catch (const nlohmann::json::parse_error& error) {
            const std::string_view what = error.what();
            const auto begin = what.find("line ");
            const auto end = what.find(':', begin);
            const auto place = begin == what.npos || end == what.npos
                ? std::string("its beginning")
                : std::string(what.substr(begin, end - begin));
            return fail(kWhere, "the text is no JSON at {}; mend it, or copy layers again", place);
        }
    }

    /// The network within a whole project that has but one; else what there is.
    Json networkOf(Json json)
    {
        if (json.is_array())
            return { { "nodes", std::move(json) } };
        if (json.is_object() && json.contains("name") && json.contains("layer"))
            return { { "nodes", Json::array({ std::move(json) }) } };
        const auto networks = json.is_object() ? json.find("networks") : json.end();
        if (json.is_object() && networks != json.end() && networks->is_object() && networks->size() == 1)
            return networks->front();
        return json;
    }
} // namespace

QString toText(const network::Network& part)
{
    return QString::fromStdString(
        network::toJson(part).dump(4, ' ', false, nlohmann::json::error_handler_t::replace));
}

Result<network::Network> fromText(const QString& text)
{
    if (text.size() > kLongestText)
        return fail(kWhere, "expected layers copied from a network, found {} characters of text",
                    text.size());
    const auto bare = withoutKey(text);
    if (bare.isEmpty())
        return fail(kWhere, "it is empty; copy layers first");
    if (!bare.startsWith(u'{') && !bare.startsWith(u'['))
        return fail(kWhere, "expected layers copied from a network, found other text; copy layers first");
    auto parsed = parse(bare.toStdString());
    if (!parsed)
        return failed(parsed);
    auto json = networkOf(*std::move(parsed));
    if (json.is_object() && !json.contains("dataset"))
        json["dataset"] = ""; // a part is of no dataset in particular
    auto part = network::networkFromJson(json, kWhere);
    if (part && part->nodes.empty() && part->notes.empty())
        return fail(kWhere, "there are no layers in it; copy layers first");
    return part;
}

} // namespace netwright::widgets::clipboard
