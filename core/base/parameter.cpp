// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parameter.hpp"

#include "core/base/json_text.hpp"
#include "core/base/spelling.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>

namespace netwright {

namespace {
    std::string_view nameOf(ParameterType type)
    {
        switch (type) {
        case ParameterType::Boolean:
            return "true or false";
        case ParameterType::Integer:
            return "a whole number";
        case ParameterType::Real:
            return "a number";
        case ParameterType::Choice:
        case ParameterType::Text:
        case ParameterType::Column:
        case ParameterType::File:
            return "a text";
        }
        return "";
    }

    /// The default as it stands in a file: " such as 32".
    std::string exampleOf(const ParameterSpec& spec)
    {
        if (spec.type == ParameterType::Boolean || spec.fallback == Value(std::string()))
            return {};
        return " such as "
            + std::visit([](const auto& plain) { return nlohmann::ordered_json(plain).dump(); },
                         spec.fallback);
    }

    Result<Value> valueFromJson(const ParameterSpec& spec, const nlohmann::ordered_json& json,
                                const std::string& where)
    {
        switch (spec.type) {
        case ParameterType::Boolean:
            if (json.is_boolean())
                return json.get<bool>();
            break;
        case ParameterType::Integer:
            // Unsigned numbers above the signed range would wrap.
            if (json.is_number_integer()
                && !(json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX))
                return json.get<std::int64_t>();
            break;
        case ParameterType::Real:
            if (json.is_number())
                return json.get<double>();
            break;
        case ParameterType::Choice:
        case ParameterType::Text:
        case ParameterType::Column:
        case ParameterType::File:
            if (json.is_string())
                return json.get<std::string>();
            break;
        }
        return fail(where, "\"{}\": expected {}{}, found {}", spec.id, nameOf(spec.type), exampleOf(spec),
                    shown(json));
    }

    std::string hintOf(const std::string& key, std::span<const ParameterSpec> specs)
    {
        std::vector<std::string_view> ids;
        std::ranges::transform(specs, std::back_inserter(ids), &ParameterSpec::id);
        return fileSpellingHint(key, ids);
    }

    bool fits(ParameterType type, const Value& value)
    {
        switch (type) {
        case ParameterType::Boolean:
            return std::holds_alternative<bool>(value);
        case ParameterType::Integer:
            return std::holds_alternative<std::int64_t>(value);
        case ParameterType::Real:
            return std::holds_alternative<double>(value);
        case ParameterType::Choice:
        case ParameterType::Text:
        case ParameterType::Column:
        case ParameterType::File:
            break;
        }
        return std::holds_alternative<std::string>(value);
    }

    Status checkNumber(const ParameterSpec& spec, double number)
    {
        if (!std::isfinite(number))
            return fail({}, "{}: expected a finite number, found {}", spec.label, number);
        if (number < spec.minimum || number > spec.maximum) {
            if (spec.maximum == std::numeric_limits<double>::max())
                return fail({}, "{}: expected at least {}, found {}", spec.label, spec.minimum, number);
            return fail({}, "{}: expected {} to {}, found {}", spec.label, spec.minimum, spec.maximum,
                        number);
        }
        return {};
    }
} // namespace

ParameterValues::ParameterValues(std::span<const ParameterSpec> specs)
{
    Map values;
    for (const auto& spec : specs)
        values.emplace(spec.id, spec.fallback);
    m_values = std::make_shared<const Map>(std::move(values));
}

const ParameterValues::Map& ParameterValues::all() const
{
    static const Map kNone;
    return m_values ? *m_values : kNone;
}

const Value& ParameterValues::value(std::string_view id) const
{
    const auto it = all().find(id);
    assert(it != all().end());
    return it->second;
}

std::int64_t ParameterValues::integer(std::string_view id) const { return std::get<std::int64_t>(value(id)); }
double ParameterValues::real(std::string_view id) const { return std::get<double>(value(id)); }
bool ParameterValues::flag(std::string_view id) const { return std::get<bool>(value(id)); }
const std::string& ParameterValues::text(std::string_view id) const
{
    return std::get<std::string>(value(id));
}

void ParameterValues::set(std::string_view id, Value value)
{
    auto values = std::make_shared<Map>(all());
    const auto it = values->find(id);
    assert(it != values->end() && it->second.index() == value.index());
    it->second = std::move(value);
    m_values = std::move(values);
}

bool isInUse(const ParameterSpec& spec, const ParameterValues& values)
{
    if (!spec.onlyIf)
        return true;
    const auto other = values.all().find(spec.onlyIf->id);
    return other == values.all().end() || other->second == Value(spec.onlyIf->choice);
}

Status checkValue(const ParameterSpec& spec, const Value& value)
{
    if (!fits(spec.type, value))
        return fail(
            {}, "{}: expected {}, found {}", spec.label, nameOf(spec.type),
            std::visit([](const auto& plain) { return shown(nlohmann::ordered_json(plain)); }, value));
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return checkNumber(spec, static_cast<double>(*number));
    if (const auto* number = std::get_if<double>(&value))
        return checkNumber(spec, *number);
    if (spec.type == ParameterType::Choice
        && std::ranges::count(spec.choices, std::get<std::string>(value)) == 0)
        return fail({}, "{}: expected {}, found {}", spec.label, fmt::join(spec.choices, " or "),
                    shown(nlohmann::ordered_json(std::get<std::string>(value))));
    return {};
}

Status checkValues(std::span<const ParameterSpec> specs, const ParameterValues& values)
{
    for (const auto& spec : specs) {
        if (auto checked = checkValue(spec, values.value(spec.id)); !checked)
            return checked;
    }
    return {};
}

nlohmann::ordered_json valuesToJson(std::span<const ParameterSpec> specs, const ParameterValues& values)
{
    auto json = nlohmann::ordered_json::object();
    for (const auto& spec : specs)
        std::visit([&](const auto& value) { json[spec.id] = value; }, values.value(spec.id));
    return json;
}

Result<ParameterValues> valuesFromJson(std::span<const ParameterSpec> specs,
                                       const nlohmann::ordered_json& json, const std::string& where)
{
    if (!json.is_object())
        return fail(where, "expected parameters as {{\"name\": value, ...}}, found {}", shown(json));
    ParameterValues values(specs);
    for (const auto& [key, entry] : json.items()) {
        const auto spec = std::ranges::find(specs, key, &ParameterSpec::id);
        if (spec == specs.end())
            return fail(where, "unknown parameter {}{}", shown(nlohmann::ordered_json(key)),
                        hintOf(key, specs));
        auto value = valueFromJson(*spec, entry, where);
        if (!value)
            return failed(value);
        values.set(key, *std::move(value));
    }
    return values;
}

std::string valueText(const Value& value)
{
    return std::visit([](const auto& plain) { return fmt::format("{}", plain); }, value);
}

} // namespace netwright
