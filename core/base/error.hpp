// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>
#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace netwright {

/// What a user can cause and must be able to understand. `where` names the thing at fault (a node, a file, a
/// line); `message` says what was expected, what was received and what to do.
struct Error {
    std::string where;
    std::string message;

    [[nodiscard]] std::string text() const { return where.empty() ? message : where + ": " + message; }
    bool operator==(const Error&) const = default;
};

template <class T> using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// return fail("train.csv line 7", "expected {} fields, found {}; mend the line or remove it", 5, 4);
template <class... Arguments>
[[nodiscard]] tl::unexpected<Error> fail(std::string where, fmt::format_string<Arguments...> message,
                                         Arguments&&... arguments)
{
    return tl::unexpected<Error>(
        Error { std::move(where), fmt::format(message, std::forward<Arguments>(arguments)...) });
}

/// Hands the error of one Result on as the error of another: if (!x) return failed(x);
template <class T> [[nodiscard]] tl::unexpected<Error> failed(const Result<T>& result)
{
    return tl::unexpected<Error>(result.error());
}

} // namespace netwright
