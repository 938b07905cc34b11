// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_outline.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace netwright {

namespace {
    /// What is not to be taken apart any further: deeper values are left out.
    constexpr std::size_t kMaximumDepth = 200;

    /// The characters that a literal such as "a\"b" stands for; those between its quotes where it is broken.
    std::string decoded(std::string_view literal)
    {
        if (literal.find('\\') != literal.npos) {
            const auto json = nlohmann::json::parse(literal, nullptr, false);
            if (json.is_string())
                return json.get<std::string>();
        }
        const bool isClosed = literal.size() > 1 && literal.back() == '"';
        return std::string(literal.substr(1, literal.size() - (isClosed ? 2 : 1)));
    }

    class Scanner {
    public:
        explicit Scanner(std::string_view text)
            : m_text(text)
        {
        }

        std::vector<JsonOutline::Value> run()
        {
            while (m_at < m_text.size())
                step();
            while (!m_open.empty())
                close();
            return std::move(m_values);
        }

    private:
        void step()
        {
            const char letter = m_text[m_at];
            if (letter == '{' || letter == '[') {
                open(letter == '{' ? JsonOutline::Kind::Object : JsonOutline::Kind::List);
            } else if (letter == '}' || letter == ']') {
                ++m_at;
                if (m_leftOut > 0)
                    --m_leftOut;
                else if (!m_open.empty())
                    close();
            } else if (letter == '"') {
                readString();
            } else if (std::string_view(" \t\r\n,:").find(letter) != std::string_view::npos) {
                if (letter == ',')
                    m_key.reset();
                ++m_at;
            } else {
                readPlain();
            }
        }

        void open(JsonOutline::Kind kind)
        {
            const bool isBehindAll = m_open.empty() && !m_values.empty();
            if (m_leftOut > 0 || isBehindAll || m_open.size() >= kMaximumDepth)
                ++m_leftOut;
            else
                m_open.push_back(add(kind, m_at, m_text.size()));
            ++m_at;
        }

        void close()
        {
            m_values[m_open.back()].end = m_at;
            m_open.pop_back();
            m_key.reset();
        }

        void readString()
        {
            const auto begin = m_at++;
            while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\n')
                m_at += m_text[m_at] == '\\' && m_at + 1 < m_text.size() ? 2 : 1;
            m_at += m_at < m_text.size() && m_text[m_at] == '"' ? 1 : 0;
            const auto literal = m_text.substr(begin, m_at - begin);
            const auto next = m_text.find_first_not_of(" \t\r\n", m_at);
            const bool isInObject
                = !m_open.empty() && m_values[m_open.back()].kind == JsonOutline::Kind::Object;
            if (isInObject && next != m_text.npos && m_text[next] == ':') {
                m_key = std::pair { decoded(literal), begin };
                return;
            }
            const auto place = add(JsonOutline::Kind::Text, begin, m_at);
            if (place < m_values.size())
                m_values[place].text = decoded(literal);
        }

        void readPlain()
        {
            const auto begin = m_at;
            const auto end = m_text.find_first_of(" \t\r\n,:{}[]\"", m_at);
            m_at = end == m_text.npos ? m_text.size() : end;
            add(JsonOutline::Kind::Plain, begin, m_at);
        }

        std::size_t add(JsonOutline::Kind kind, std::size_t begin, std::size_t end)
        {
            if (m_leftOut > 0 || (m_open.empty() && !m_values.empty())) // behind the outermost value
                return m_values.size();
            JsonOutline::Value value;
            value.kind = kind;
            value.begin = begin;
            value.end = end;
            value.parent = m_open.empty() ? 0 : m_open.back();
            value.keyBegin = begin;
            if (auto key = std::exchange(m_key, std::nullopt)) {
                value.key = std::move(key->first);
                value.keyBegin = key->second;
            }
            m_values.push_back(std::move(value));
            return m_values.size() - 1;
        }

        std::string_view m_text;
        std::size_t m_at = 0;
        std::vector<JsonOutline::Value> m_values;
        std::vector<std::size_t> m_open;
        std::size_t m_leftOut = 0; ///< brackets that are open of what is too deep or behind all
        std::optional<std::pair<std::string, std::size_t>> m_key; ///< of the value that comes next
    };
} // namespace

JsonOutline::JsonOutline(std::string_view text)
    : m_values(Scanner(text).run())
{
}

std::vector<std::size_t> JsonOutline::children(std::size_t value) const
{
    std::vector<std::size_t> found;
    for (auto i = value + 1; i < m_values.size() && m_values[i].begin < m_values[value].end; ++i) {
        if (m_values[i].parent == value)
            found.push_back(i);
    }
    return found;
}

std::optional<std::size_t> JsonOutline::child(std::size_t value, std::string_view key) const
{
    for (const auto i : children(value)) {
        if (m_values[i].key == key && m_values[i].keyBegin != m_values[i].begin)
            return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> JsonOutline::child(std::size_t value, std::size_t index) const
{
    const auto all = children(value);
    return index < all.size() ? std::optional(all[index]) : std::nullopt;
}

} // namespace netwright
