// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/expression.hpp"

#include "core/base/text.hpp"

#include <charconv>
#include <cmath>

namespace netwright {

namespace {
    constexpr std::size_t kLongest = 200;
    constexpr int kDeepest = 20;

    bool isDigit(char c) { return c >= '0' && c <= '9'; }
    bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

    /// Recursive descent over
    ///     sum     = product { ("+" | "-") product }
    ///     product = factor { ("*" | "/") factor }
    ///     factor  = ("+" | "-") factor | number | name | "(" sum ")"
    class Parser {
    public:
        Parser(std::string_view text, const NamedNumbers& names)
            : m_rest(text)
            , m_names(names)
        {
        }

        Result<double> whole()
        {
            auto value = sum(0);
            if (value && !peek().empty())
                return unexpected();
            return value;
        }

    private:
        std::string_view peek()
        {
            const auto first = m_rest.find_first_not_of(" \t");
            m_rest.remove_prefix(first == m_rest.npos ? m_rest.size() : first);
            return m_rest.substr(0, 1);
        }

        bool take(char c)
        {
            if (peek().empty() || m_rest.front() != c)
                return false;
            m_rest.remove_prefix(1);
            return true;
        }

        tl::unexpected<Error> unexpected()
        {
            return peek().empty() ? fail({}, "the expression is not finished")
                                  : fail({}, "expected a number, a name or + - * / at \"{}\"", m_rest);
        }

        Result<double> sum(int depth)
        {
            auto value = product(depth);
            while (value) {
                const bool isMinus = take('-');
                if (!isMinus && !take('+'))
                    return value;
                const auto right = product(depth);
                if (!right)
                    return right;
                *value += isMinus ? -*right : *right;
            }
            return value;
        }

        Result<double> product(int depth)
        {
            auto value = factor(depth);
            while (value) {
                const bool isQuotient = take('/');
                if (!isQuotient && !take('*'))
                    return value;
                const auto right = factor(depth);
                if (!right)
                    return right;
                if (isQuotient && *right == 0)
                    return fail({}, "the expression divides by zero");
                *value = isQuotient ? *value / *right : *value * *right;
            }
            return value;
        }

        Result<double> factor(int depth)
        {
            if (depth > kDeepest)
                return fail({}, "the expression is nested too deeply");
            if (take('+'))
                return factor(depth + 1);
            if (take('-')) {
                const auto value = factor(depth + 1);
                return value ? Result<double>(-*value) : value;
            }
            if (take('(')) {
                auto value = sum(depth + 1);
                if (value && !take(')'))
                    return unexpected();
                return value;
            }
            const auto next = peek();
            if (next.empty())
                return unexpected();
            return isLetter(next.front()) ? name() : number();
        }

        Result<double> number()
        {
            if (!isDigit(m_rest.front()) && m_rest.front() != '.') // from_chars takes words such as "inf"
                return unexpected();
            double value = 0;
            const auto [end, code] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
            if (code != std::errc())
                return unexpected();
            m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
            return value;
        }

        Result<double> name()
        {
            std::size_t length = 0;
            while (length < m_rest.size() && (isLetter(m_rest[length]) || isDigit(m_rest[length])))
                ++length;
            const auto word = m_rest.substr(0, length);
            const auto found = m_names.find(word);
            if (found == m_names.end())
                return fail({}, "there is no parameter \"{}\" here", word);
            m_rest.remove_prefix(length);
            return found->second;
        }

        std::string_view m_rest;
        const NamedNumbers& m_names;
    };
} // namespace

Result<double> evaluate(std::string_view text, const NamedNumbers& names)
{
    if (text.size() > kLongest)
        return fail({}, "the expression \"{}\" is too long", cut(text, 40));
    auto value = Parser(text, names).whole();
    if (value && !std::isfinite(*value))
        return fail({}, "the value of \"{}\" is too large", text);
    return value;
}

} // namespace netwright
