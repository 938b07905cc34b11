// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netwright {

/// Where the values of a JSON text stand. Takes any text: of one that is broken, as much as can be made out.
class JsonOutline {
public:
    enum class Kind { Object, List, Text, Plain /**< a number, true, false, null */ };

    struct Value {
        Kind kind = Kind::Plain;
        std::size_t begin = 0; ///< in bytes
        std::size_t end = 0; ///< past its last byte
        std::size_t parent = 0; ///< the outermost value is its own
        std::string key; ///< in an object
        std::size_t keyBegin = 0; ///< of the key with its quotes; `begin` where there is none
        std::string text; ///< of a Text
    };

    explicit JsonOutline(std::string_view text);

    /// In the order of the text; a value stands before what is in it.
    [[nodiscard]] const std::vector<Value>& values() const { return m_values; }
    [[nodiscard]] bool isEmpty() const { return m_values.empty(); }
    [[nodiscard]] std::vector<std::size_t> children(std::size_t value) const;
    /// Of an object, by key.
    [[nodiscard]] std::optional<std::size_t> child(std::size_t value, std::string_view key) const;
    /// Of a list, from 0.
    [[nodiscard]] std::optional<std::size_t> child(std::size_t value, std::size_t index) const;

private:
    std::vector<Value> m_values;
};

} // namespace netwright
