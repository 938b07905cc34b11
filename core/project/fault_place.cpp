// SPDX-License-Identifier: GPL-3.0-or-later
// From the words of an error to the place in the text that it is about.
#include "core/project/network_text.hpp"

#include "core/network/block.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace netwright::project {

namespace {
    /// Of `layer "a, \"b\""`, from the first quote: what it stands for, and where it ends.
    std::pair<std::string, std::size_t> quotedAt(std::string_view text, std::size_t quote)
    {
        auto end = quote + 1;
        while (end < text.size() && text[end] != '"')
            end += text[end] == '\\' ? 2 : 1;
        const auto literal = text.substr(quote, std::min(end + 1, text.size()) - quote);
        const auto json = nlohmann::json::parse(literal, nullptr, false);
        if (json.is_string())
            return { json.get<std::string>(), end + 1 };
        return { std::string(literal.substr(1, literal.size() > 1 ? literal.size() - 2 : 0)), end + 1 };
    }

    std::vector<std::string> quotedIn(std::string_view text)
    {
        std::vector<std::string> found;
        for (auto at = text.find('"'); at < text.size(); at = text.find('"', at)) {
            auto [name, end] = quotedAt(text, at);
            found.push_back(std::move(name));
            at = end;
        }
        return found;
    }

    /// "expected X as "conv1 -> relu1", found Y": the example is in no text, what was found is. What a person
    /// may have meant stands elsewhere, if anywhere.
    std::string withoutExpectation(std::string message)
    {
        message.resize(std::min(message.rfind("; did you mean \""), message.size()));
        const auto expected = message.find("expected ");
        const auto received = message.find("found ", expected);
        if (expected == std::string::npos)
            return message;
        return message.substr(0, expected)
            + (received == std::string::npos ? std::string() : message.substr(received));
    }

    /// Goes further inside with every name.
    class Search {
    public:
        explicit Search(const JsonOutline& outline)
            : m_outline(outline)
        {
        }

        [[nodiscard]] std::size_t place() const { return m_place; }

        /// `layer "conv1"`, `block "Residual"`, `note 3`.
        void enter(std::string_view part)
        {
            static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kLists {
                { { "layer ", "nodes" },
                  { "block ", "blocks" },
                  { "note ", "notes" },
                  { "group ", "groups" },
                  { "parameter ", "parameters" } }
            };
            for (const auto& [word, key] : kLists) {
                const auto list
                    = part.starts_with(word) ? m_outline.child(m_place, key) : std::optional<std::size_t>();
                if (!list)
                    continue;
                const auto name = part.substr(word.size());
                if (const auto found
                    = name.starts_with('"') ? named(*list, quotedAt(name, 0).first) : numbered(*list, name))
                    m_place = *found;
            }
        }

        /// A key here, or a text anywhere within.
        void narrow(const std::string& name)
        {
            if (const auto found = m_outline.child(m_place, std::string_view(name))) {
                m_place = *found;
                return;
            }
            const auto& values = m_outline.values();
            const auto block = network::blockLayer(name); // of which a message says the name alone
            for (auto i = m_place; i < values.size() && values[i].begin < values[m_place].end; ++i) {
                const bool isText = values[i].kind == JsonOutline::Kind::Text
                    && (values[i].text == name || values[i].text == block);
                if (isText || (values[i].key == name && i != m_place)) {
                    m_place = i;
                    return;
                }
            }
        }

        /// `layers 2 and 5 are both named ...`: the second.
        void enterSecond(std::string_view message)
        {
            const auto list = m_outline.child(m_place, std::string_view("nodes"));
            const auto behind = message.find(" and ");
            if (!list || !message.starts_with("layers ") || behind == message.npos)
                return;
            if (const auto found = numbered(*list, message.substr(behind + 5)))
                m_place = *found;
        }

    private:
        [[nodiscard]] std::optional<std::size_t> named(std::size_t list, const std::string& name) const
        {
            if (const auto member = m_outline.child(list, std::string_view(name)))
                return member;
            for (const auto entry : m_outline.children(list)) {
                const auto own = m_outline.child(entry, std::string_view("name"));
                if (own && m_outline.values()[*own].text == name)
                    return entry;
            }
            return std::nullopt;
        }

        [[nodiscard]] std::optional<std::size_t> numbered(std::size_t list, std::string_view text) const
        {
            std::size_t number = 0;
            std::from_chars(text.data(), text.data() + text.size(), number);
            return number == 0 ? std::nullopt : m_outline.child(list, number - 1);
        }

        const JsonOutline& m_outline;
        std::size_t m_place = 0;
    };

    /// Parts of `layer "a, b", parameter "c"`; a comma in a name is none between parts.
    std::vector<std::string> partsOf(std::string_view where)
    {
        std::vector<std::string> parts(1);
        bool isQuoted = false;
        for (const char letter : where) {
            isQuoted = isQuoted != (letter == '"');
            if (letter == ',' && !isQuoted)
                parts.emplace_back();
            else if (letter != ' ' || !parts.back().empty())
                parts.back() += letter;
        }
        return parts;
    }
} // namespace

std::size_t placeOf(const Error& error, const std::string& network, const JsonOutline& outline)
{
    Search search(outline);
    auto where = std::string_view(error.where);
    if (where.starts_with(network))
        where.remove_prefix(network.size());
    for (const auto& part : partsOf(where))
        search.enter(part);
    search.enterSecond(error.message);
    for (const auto& name : quotedIn(withoutExpectation(error.message)))
        search.narrow(name);
    return search.place();
}

} // namespace netwright::project
