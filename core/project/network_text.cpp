// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/network_text.hpp"

#include "core/network/network_json.hpp"
#include "core/network/same_ids.hpp"
#include "core/project/json_layout.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace netwright::project {

namespace {
    std::string whereOf(const network::Network& network)
    {
        return fmt::format("network \"{}\"", network.name);
    }

    std::size_t numberBehind(std::string_view text, std::string_view word)
    {
        const auto at = text.rfind(word);
        std::size_t number = 0;
        if (at != text.npos)
            std::from_chars(text.data() + at + word.size(), text.data() + text.size(), number);
        return number;
    }

    std::size_t lineStart(std::string_view text, std::size_t line)
    {
        std::size_t at = 0;
        for (std::size_t i = 1; i < line && at != text.npos; ++i)
            at = text.find('\n', at) + 1; // there are as many lines
        return at;
    }

    /// The key that stands a second time in its object, which the parser names without its place.
    std::optional<std::size_t> doubledKey(const JsonOutline& outline)
    {
        std::set<std::pair<std::size_t, std::string_view>> seen;
        for (std::size_t i = 0; i < outline.values().size(); ++i) {
            const auto& value = outline.values()[i];
            if (value.keyBegin != value.begin && !seen.emplace(value.parent, value.key).second)
                return i;
        }
        return std::nullopt;
    }

    /// Where a parser stopped that knows more than syntaxFaultOf(), or the end of what there is.
    TextFault parserFault(const Error& error, std::string_view text)
    {
        auto begin = lineStart(text, numberBehind(error.where, ", line "))
            + std::max<std::size_t>(numberBehind(error.where, ", column "), 1) - 1;
        if (begin >= text.size())
            begin = text.find_last_not_of(" \t\r\n");
        begin = begin == text.npos ? 0 : begin;
        const bool isEncoding = error.message.find("UTF-8") != error.message.npos;
        return { isEncoding
                     ? "expected a text in UTF-8, found bytes that are none; save it as UTF-8, or write the "
                       "letter anew"
                     : "expected letters and numbers, found what is none; write it anew",
                 begin, std::min(begin + 1, text.size()) };
    }

    TextFault syntaxFault(const Error& error, std::string_view text)
    {
        if (auto fault = syntaxFaultOf(text))
            return *std::move(fault);
        const JsonOutline outline(text);
        if (const auto key = doubledKey(outline))
            return { fmt::format("\"{}\" stands twice in one place; remove one", outline.values()[*key].key),
                     outline.values()[*key].keyBegin, outline.values()[*key].end };
        return numberBehind(error.where, ", line ") > 0 ? parserFault(error, text)
                                                        : TextFault { error.message, 0, text.size() };
    }

    /// Whoever types knows that no other version wrote it.
    std::string withoutFile(const std::string& message)
    {
        return message.substr(0, message.find("; was the file written"));
    }

    std::string withoutNetwork(std::string where, const std::string& network)
    {
        if (!where.starts_with(network))
            return where;
        where.erase(0, network.size());
        return where.starts_with(", ") ? where.substr(2) : where;
    }
} // namespace

Result<std::string> networkText(const network::Network& network) { return layOut(network::toJson(network)); }

tl::expected<network::Network, TextFault> networkOfText(std::string_view text, const network::Network& before)
{
    const auto json = parseStrictly(text, "the text");
    if (!json)
        return tl::unexpected(syntaxFault(json.error(), text));
    auto network = network::networkFromJson(*json, before.name);
    if (network)
        return network::withIdsOf(before, *std::move(network));
    const JsonOutline outline(text);
    const auto& value = outline.values().at(placeOf(network.error(), whereOf(before), outline));
    const Error error { withoutNetwork(network.error().where, whereOf(before)),
                        withoutFile(network.error().message) };
    return tl::unexpected(TextFault { error.text(), value.keyBegin, value.end });
}

std::vector<NodePlace> nodePlaces(const JsonOutline& outline)
{
    std::vector<NodePlace> places;
    const auto addNodes = [&](const std::string& block, std::size_t canvas) {
        const auto nodes = outline.child(canvas, "nodes");
        for (const auto node : nodes ? outline.children(*nodes) : std::vector<std::size_t>()) {
            const auto name = outline.child(node, "name");
            const auto& value = outline.values()[node];
            if (name)
                places.push_back({ block, outline.values()[*name].text, value.begin, value.end });
        }
    };
    if (outline.isEmpty())
        return places;
    addNodes({}, 0);
    const auto blocks = outline.child(0, "blocks");
    for (const auto block : blocks ? outline.children(*blocks) : std::vector<std::size_t>())
        addNodes(outline.values()[block].key, block);
    return places;
}

} // namespace netwright::project
