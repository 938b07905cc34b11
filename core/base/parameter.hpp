// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace netwright {

/// A parameter's value. Choices, columns and paths are strings.
using Value = std::variant<bool, std::int64_t, double, std::string>;

enum class ParameterType { Boolean, Integer, Real, Choice, Text, Column, File };

/// While another parameter, a Choice, has this value.
struct ParameterCondition {
    std::string id;
    std::string choice;
    bool operator==(const ParameterCondition&) const = default;
};

/// A parameter as data: the form, the tooltips, the manual and the JSON reader all come from it.
struct ParameterSpec {
    std::string id; ///< the file key, for ever
    std::string label;
    std::string help; ///< one sentence
    std::string unit = {}; ///< "px", "%", empty for a bare number
    ParameterType type = ParameterType::Integer;
    Value fallback = std::int64_t { 0 }; ///< the default; its alternative fits `type`
    double minimum = std::numeric_limits<double>::lowest(); ///< of numbers, inclusive
    double maximum = std::numeric_limits<double>::max(); ///< of numbers, inclusive
    std::vector<std::string> choices = {}; ///< of a Choice, the ids
    std::string zeroText = {}; ///< what a number at 0 means, shown in its place: "as the pool"
    std::optional<ParameterCondition> onlyIf = {}; ///< otherwise its value means nothing
    bool operator==(const ParameterSpec&) const = default;
};

/// A complete set of values for a list of specs: every spec's id is present and holds the right alternative.
/// A copy shares them until it is changed: an edit copies a network of thousands of nodes many times over.
class ParameterValues {
public:
    ParameterValues() = default;
    explicit ParameterValues(std::span<const ParameterSpec> specs); ///< all at their defaults

    /// Programmer errors (an unknown id, the wrong alternative) assert.
    [[nodiscard]] std::int64_t integer(std::string_view id) const;
    [[nodiscard]] double real(std::string_view id) const;
    [[nodiscard]] bool flag(std::string_view id) const;
    [[nodiscard]] const std::string& text(std::string_view id) const;
    [[nodiscard]] const Value& value(std::string_view id) const;
    void set(std::string_view id, Value value);

    using Map = std::map<std::string, Value, std::less<>>;
    [[nodiscard]] const Map& all() const;
    bool operator==(const ParameterValues& other) const
    {
        return m_values == other.m_values || all() == other.all();
    }

private:
    std::shared_ptr<const Map> m_values; ///< null: none
};

/// Whether its value means anything among these; where the other parameter is not among them, it does.
[[nodiscard]] bool isInUse(const ParameterSpec& spec, const ParameterValues& values);
/// Type, range and choice of one value; the error says what is allowed.
[[nodiscard]] Status checkValue(const ParameterSpec& spec, const Value& value);
/// Every value of a set, the first fault as the error.
[[nodiscard]] Status checkValues(std::span<const ParameterSpec> specs, const ParameterValues& values);

[[nodiscard]] nlohmann::ordered_json valuesToJson(std::span<const ParameterSpec> specs,
                                                  const ParameterValues& values);
/// Missing keys take their defaults; an unknown key or a wrong type is an error that names `where`. Ranges
/// are not checked here, so that a window can show a value that is out of range where it stands.
[[nodiscard]] Result<ParameterValues> valuesFromJson(std::span<const ParameterSpec> specs,
                                                     const nlohmann::ordered_json& json,
                                                     const std::string& where);
/// As a person would write it: 0.001, same, true.
[[nodiscard]] std::string valueText(const Value& value);

} // namespace netwright
