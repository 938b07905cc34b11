// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.hpp"

#include "app/cli/plain_formula.hpp"
#include "app/cli/text_table.hpp"
#include "core/data/source.hpp"
#include "core/layers/catalogue/layer_table.hpp"
#include "core/training/metric.hpp"
#include "core/training/optimiser.hpp"
#include "core/training/schedule.hpp"

#include <sstream>

namespace netwright::cli {

namespace {
    using Json = nlohmann::ordered_json;

    std::string_view idOf(ParameterType type)
    {
        switch (type) {
        case ParameterType::Boolean:
            return "boolean";
        case ParameterType::Integer:
            return "integer";
        case ParameterType::Real:
            return "real";
        case ParameterType::Choice:
            return "choice";
        case ParameterType::Text:
            return "text";
        case ParameterType::Column:
            return "column";
        case ParameterType::File:
            return "file";
        }
        return "";
    }

    bool isNumber(const ParameterSpec& spec)
    {
        return spec.type == ParameterType::Integer || spec.type == ParameterType::Real;
    }

    Json toJson(const ParameterSpec& spec)
    {
        Json json {
            { "id", spec.id }, { "label", spec.label }, { "help", spec.help }, { "type", idOf(spec.type) }
        };
        if (!spec.unit.empty())
            json["unit"] = spec.unit;
        std::visit([&](const auto& value) { json["default"] = value; }, spec.fallback);
        if (isNumber(spec) && spec.minimum != std::numeric_limits<double>::lowest())
            json["minimum"] = spec.minimum;
        if (isNumber(spec) && spec.maximum != std::numeric_limits<double>::max())
            json["maximum"] = spec.maximum;
        if (!spec.choices.empty())
            json["choices"] = spec.choices;
        return json;
    }

    Json toJson(const std::vector<ParameterSpec>& specs)
    {
        auto json = Json::array();
        for (const auto& spec : specs)
            json.push_back(toJson(spec));
        return json;
    }

    Json toJson(const std::vector<layers::Port>& ports)
    {
        auto json = Json::array();
        for (const auto& port : ports)
            json.push_back({ { "id", port.id }, { "label", port.label } });
        return json;
    }

    Json toJson(const layers::LayerKind& kind)
    {
        return { { "id", kind.id },
                 { "title", kind.title },
                 { "category", layers::titleOf(kind.category) },
                 { "help", kind.help },
                 { "formula", kind.formula },
                 { "words", kind.words },
                 { "parameters", toJson(kind.parameters) },
                 { "inputs", toJson(kind.inputs) },
                 { "outputs", toJson(kind.outputs) } };
    }

    std::string rangeText(const ParameterSpec& spec)
    {
        if (!spec.choices.empty())
            return fmt::format(" ({})", fmt::join(spec.choices, ", "));
        if (!isNumber(spec) || spec.minimum == std::numeric_limits<double>::lowest())
            return "";
        if (spec.maximum == std::numeric_limits<double>::max())
            return fmt::format(" (at least {})", spec.minimum);
        return fmt::format(" ({} to {})", spec.minimum, spec.maximum);
    }

    std::string defaultText(const ParameterSpec& spec)
    {
        const std::string value = valueText(spec.fallback);
        return fmt::format("{}{}{}{}", value.empty() ? "none" : value, spec.unit.empty() ? "" : " ",
                           spec.unit, rangeText(spec));
    }

    std::string portsText(std::string_view title, const std::vector<layers::Port>& ports)
    {
        std::string text;
        for (const auto& port : ports)
            text += (text.empty() ? "" : ", ") + port.id;
        return fmt::format("{}: {}\n", title, text.empty() ? "none" : text);
    }

    std::string formulaText(const std::string& formula)
    {
        std::istringstream lines(formula);
        std::string text;
        for (std::string line; std::getline(lines, line);)
            text += fmt::format("  {}\n", plainFormula(line));
        return text;
    }

    /// A section of the catalogue: kinds with id, title and help.
    template <class Kind>
    void addSection(Description& description, const std::string& key, std::string_view title,
                    std::span<const Kind* const> table)
    {
        TextTable lines({ "", "" });
        auto entries = Json::array();
        for (const Kind* kind : table) {
            lines.add({ kind->id, kind->help });
            Json entry { { "id", kind->id }, { "title", kind->title }, { "help", kind->help } };
            if constexpr (requires { kind->parameters; })
                entry["parameters"] = toJson(kind->parameters);
            entries.push_back(entry);
        }
        description.text += fmt::format("\n{}\n{}", title, lines.text(2, kTextWidth));
        description.json[key] = entries;
    }
} // namespace

Description describeCatalogue()
{
    Description description;
    TextTable lines({ "", "", "" });
    auto kinds = Json::array();
    for (const layers::LayerKind* kind : layers::layerTable()) {
        lines.add({ kind->id, std::string(layers::titleOf(kind->category)), kind->help });
        kinds.push_back(toJson(*kind));
    }
    description.text = "Layers (netwright-cli describe LAYER says more)\n" + lines.text(2, kTextWidth);
    description.json["layers"] = kinds;
    addSection(description, "optimisers", "Optimisers", training::optimiserTable());
    addSection(description, "schedules", "Schedules of the learning rate", training::scheduleTable());
    addSection(description, "metrics", "Metrics", training::metricTable());
    addSection(description, "sources", "Sources of data", data::sourceTable());
    return description;
}

Description describeLayer(const layers::LayerKind& kind)
{
    Description description { .text = {}, .json = toJson(kind) };
    description.text = fmt::format("{} - {} ({})\n{}\n", kind.id, kind.title, layers::titleOf(kind.category),
                                   fmt::join(wrapped(kind.help, kTextWidth), "\n"));
    description.text += formulaText(kind.formula);
    description.text += portsText("inputs", kind.inputs) + portsText("outputs", kind.outputs);
    if (kind.parameters.empty())
        return description;
    TextTable parameters({ "parameter", "default", "" });
    for (const auto& spec : kind.parameters)
        parameters.add({ spec.id, defaultText(spec), spec.help });
    description.text += parameters.text(2, kTextWidth);
    return description;
}

} // namespace netwright::cli
