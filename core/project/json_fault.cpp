// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/json_fault.hpp"

#include "core/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace netwright::project {

namespace {
    constexpr std::string_view kBlank = " \t\r\n";
    constexpr std::string_view kPunctuation = "{}[],:\"";
    constexpr std::size_t kShown = 30;

    bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

    /// Of digits: -1.5e3, no 01, .5 or 1.
    bool isNumber(std::string_view word)
    {
        const auto skipDigits = [&word] {
            const auto count = std::min(word.find_first_not_of("0123456789"), word.size());
            word.remove_prefix(count);
            return count;
        };
        const auto skip = [&word](std::string_view letters) {
            const bool isThere = !word.empty() && letters.find(word.front()) != letters.npos;
            word.remove_prefix(isThere ? 1 : 0);
            return isThere;
        };
        skip("-");
        const bool hasZero = word.starts_with('0');
        const auto whole = skipDigits();
        if (whole == 0 || (hasZero && whole > 1) || (skip(".") && skipDigits() == 0))
            return false;
        if (skip("eE")) {
            skip("+-");
            if (skipDigits() == 0)
                return false;
        }
        return word.empty();
    }

    /// A list or an object that is open where the reader stands.
    struct Open {
        bool isObject;
        std::size_t begin;
        std::string_view key = {}; ///< the last one, with its quotes
    };

    /// Reads as a parser does, and stops at the first fault with words for it.
    class Reader {
    public:
        explicit Reader(std::string_view text)
            : m_text(text)
        {
        }

        std::optional<TextFault> run()
        {
            if (readValue("the network") && readInside())
                (void)readEnd();
            return m_fault;
        }

    private:
        bool stop(std::size_t begin, std::size_t end, std::string message)
        {
            const auto last = m_text.size();
            m_fault = TextFault { std::move(message), std::min(begin, last), std::min(end, last) };
            return false;
        }

        bool isAt(char letter) const { return m_at < m_text.size() && m_text[m_at] == letter; }
        bool isAtEnd() const { return m_at >= m_text.size(); }
        void skipBlank() { m_at = std::min(m_text.find_first_not_of(kBlank, m_at), m_text.size()); }

        /// The word or the sign at a place.
        std::string_view wordAt(std::size_t at) const
        {
            if (at >= m_text.size())
                return {};
            if (kPunctuation.find(m_text[at]) != kPunctuation.npos && m_text[at] != '"')
                return m_text.substr(at, 1);
            const auto from = m_text[at] == '"' ? at + 1 : at;
            const auto end = m_text[at] == '"' ? m_text.find_first_of("\"\n", from)
                                               : m_text.find_first_of(" \t\r\n{}[],:\"", from);
            const auto last = std::min(end, m_text.size());
            return m_text.substr(at, last - at + (m_text[at] == '"' && last < m_text.size() ? 1 : 0));
        }

        static std::string nameOf(std::string_view word)
        {
            return word == "," ? "a comma" : word == ":" ? "a colon" : cut(word, kShown);
        }

        /// `expected WHAT, found THAT; ADVICE`, at what stands here.
        bool refuse(const std::string& what, const std::string& advice)
        {
            if (isAtEnd())
                return refuseEnd();
            const auto word = wordAt(m_at);
            return stop(m_at, m_at + word.size(),
                        fmt::format("expected {}, found {}; {}", what, nameOf(word), advice));
        }

        /// The text ends where something is open.
        bool refuseEnd()
        {
            const auto last = m_text.find_last_not_of(kBlank);
            if (last == m_text.npos)
                return stop(0, m_text.size(),
                            "expected a network as { \"dataset\": ..., \"nodes\": [...] }, found nothing");
            const auto& open = m_open.empty() ? Open { true, 0 } : m_open.back();
            return stop(last, last + 1,
                        fmt::format("the text ends, but the {} of line {} is still open; close it with {}",
                                    open.isObject ? '{' : '[', lineOf(open.begin),
                                    open.isObject ? '}' : ']'));
        }

        std::ptrdiff_t lineOf(std::size_t at) const
        {
            return std::ranges::count(m_text.substr(0, at), '\n') + 1;
        }

        bool readEnd()
        {
            skipBlank();
            return isAtEnd()
                || stop(m_at, m_text.size(),
                        fmt::format("expected nothing behind the end of the network, found {}; remove it",
                                    nameOf(wordAt(m_at))));
        }

        /// What is open, until all of it is closed. Not by recursion: the text may be of brackets alone.
        bool readInside()
        {
            while (!m_open.empty()) {
                if (!readEntry())
                    return false;
            }
            return true;
        }

        /// One entry, and the comma or the bracket behind it.
        bool readEntry()
        {
            skipBlank();
            const bool isObject = m_open.back().isObject;
            if (m_isFirst && isAt(isObject ? '}' : ']'))
                return close();
            const auto depth = m_open.size();
            if (!(isObject ? readKey() && readValue(std::string(m_open.back().key)) : readValue("the list")))
                return false;
            return m_open.size() > depth || readBehind(); // what was opened comes first
        }

        bool close()
        {
            ++m_at;
            m_open.pop_back();
            m_isFirst = false;
            return m_open.empty() || readBehind();
        }

        /// A comma, or the bracket that ends what is open; many may end here.
        bool readBehind()
        {
            for (;;) {
                skipBlank();
                const auto open = m_open.back();
                if (isAt(',')) {
                    m_comma = m_at++;
                    return readBehindComma();
                }
                if (!isAt(open.isObject ? '}' : ']'))
                    return refuseBehind(open);
                ++m_at;
                m_open.pop_back();
                if (m_open.empty())
                    return true;
            }
        }

        bool readBehindComma()
        {
            m_isFirst = false;
            skipBlank();
            if (!isAt('}') && !isAt(']'))
                return true;
            return stop(
                m_comma, m_comma + 1,
                fmt::format("expected something between this comma and {}; remove the comma", m_text[m_at]));
        }

        bool refuseBehind(const Open& open)
        {
            if (isAtEnd())
                return refuseEnd();
            const char end = open.isObject ? '}' : ']';
            if (isAt(open.isObject ? ']' : '}'))
                return stop(m_at, m_at + 1,
                            fmt::format("expected {} here, for the {} of line {}, found {}; put {} before it",
                                        end, open.isObject ? '{' : '[', lineOf(open.begin), m_text[m_at],
                                        end));
            return refuse(fmt::format("a comma or {}", end),
                          isAt(':') ? "remove the colon" : "put a comma before it");
        }

        bool readKey()
        {
            if (!isAt('"')) {
                const auto word = wordAt(m_at);
                if (isComment(word))
                    return refuseComment();
                return refuse("a name in quotes",
                              word.empty() || kPunctuation.find(word.front()) != kPunctuation.npos
                                  ? "write it as \"units\": 32"
                                  : fmt::format("write \"{}\"", cut(word, kShown)));
            }
            const auto begin = m_at;
            if (!readText())
                return false;
            const auto key = m_text.substr(begin, m_at - begin);
            m_open.back().key = key;
            skipBlank();
            if (!isAt(':'))
                return refuse(fmt::format("a colon behind {}", cut(key, kShown)), "write \"name\": value");
            ++m_at;
            return true;
        }

        /// `what` it is the value of.
        bool readValue(const std::string& what)
        {
            skipBlank();
            m_isFirst = false;
            if (isAt('{') || isAt('[')) {
                m_open.push_back({ .isObject = isAt('{'), .begin = m_at++ });
                m_isFirst = true;
                return true;
            }
            if (isAt('"'))
                return readText();
            const auto word = wordAt(m_at);
            if (word.empty() || kPunctuation.find(word.front()) != kPunctuation.npos)
                return isAtEnd() ? refuseEnd()
                                 : refuse(fmt::format("a value for {}", cut(what, kShown)),
                                          "write a number, a text in quotes, true or false");
            return readWord(word);
        }

        bool readWord(std::string_view word)
        {
            if (word == "true" || word == "false" || word == "null" || isNumber(word)) {
                m_at += word.size();
                return true;
            }
            if (isComment(word))
                return refuseComment();
            if (isDigit(word.front()) || word.front() == '-' || word.front() == '.' || word.front() == '+')
                return refuse("a number such as 12 or 0.5", "write it so");
            return refuse("a number, a text in quotes, true or false", adviceFor(word));
        }

        static std::string adviceFor(std::string_view word)
        {
            if (word == "True" || word == "TRUE")
                return "write true";
            if (word == "False" || word == "FALSE")
                return "write false";
            if (word.front() == '\'') // of another language
                word = word.substr(1, word.find('\'', 1) - 1);
            return fmt::format("write \"{}\" if it is a text", cut(word, kShown));
        }

        static bool isComment(std::string_view word)
        {
            return word.starts_with("//") || word.starts_with("/*") || word.starts_with('#');
        }

        bool refuseComment()
        {
            return refuse("a part of the network", "it has no room for comments: write a note on the canvas");
        }

        /// From a quote to the next that is none of its own.
        bool readText()
        {
            const auto begin = m_at++;
            for (; !isAtEnd() && !isAt('"'); ++m_at) {
                if (isAt('\n'))
                    break;
                if (static_cast<unsigned char>(m_text[m_at]) < 0x20)
                    return stop(m_at, m_at + 1,
                                "expected letters inside the quotes, found a tab or another control "
                                "character; write \\t for a tab, or a space");
                if (isAt('\\') && !readEscape())
                    return false;
            }
            if (!isAt('"'))
                return stop(
                    begin, m_at,
                    fmt::format("expected a quote at the end of {}, found the end of the line; close the "
                                "text with \"",
                                cut(m_text.substr(begin, m_at - begin), kShown)));
            ++m_at;
            return true;
        }

        /// Stays at its last letter.
        bool readEscape()
        {
            static constexpr std::string_view kKnown = "\"\\/bfnrtu";
            const auto begin = m_at++;
            if (isAtEnd() || kKnown.find(m_text[m_at]) == kKnown.npos)
                return stop(
                    begin, m_at + 1,
                    fmt::format("expected \\\\, \\\" or \\n inside the quotes, found {}; write \\\\ for a "
                                "backslash",
                                m_text.substr(begin, 2)));
            if (!isAt('u'))
                return true;
            const auto digits = m_text.substr(m_at + 1, 4);
            if (digits.size() < 4 || digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos)
                return stop(begin, m_at + 1 + digits.size(),
                            "expected \\u and four digits, as in \\u00e4; write them, or the letter itself");
            m_at += 4;
            return true;
        }

        std::string_view m_text;
        std::size_t m_at = 0;
        std::size_t m_comma = 0; ///< the last one
        std::vector<Open> m_open;
        bool m_isFirst = false; ///< nothing stands in what was opened last yet
        std::optional<TextFault> m_fault;
    };
} // namespace

std::optional<TextFault> syntaxFaultOf(std::string_view text) { return Reader(text).run(); }

} // namespace netwright::project
