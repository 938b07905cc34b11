// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/template.hpp"

#include "core/network/analysis.hpp"
#include "core/network/fitting_columns.hpp"
#include "core/network/network_json.hpp"
#include "core/network/surgery.hpp"
#include "core/network/template_texts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>

namespace netwright::network {

namespace {
    using Json = nlohmann::ordered_json;
    using tensor::ColumnType;

    const std::map<std::string, ColumnType> kTypes { { "image", ColumnType::Image },
                                                     { "vector", ColumnType::Vector },
                                                     { "sequence", ColumnType::Sequence } };
    const std::map<std::string, DataRole> kRoles { { "input", DataRole::Input },
                                                   { "target", DataRole::Target },
                                                   { "outputs", DataRole::Outputs },
                                                   { "channels", DataRole::Channels },
                                                   { "vocabulary", DataRole::Vocabulary } };

    /// Throws what nlohmann::json throws: the files are part of the program, and a test reads them all.
    Template read(const TemplateText& text)
    {
        const auto json = Json::parse(text.json);
        Template made { .id = std::string(text.id),
                        .title = json.at("title"),
                        .summary = json.at("summary"),
                        .needs = json.at("needs"),
                        .accuracy = json.value("accuracy", ""),
                        .inputs = {},
                        .example = {},
                        .adapts = {},
                        .imagesOnly = json.value("images_only", std::vector<std::string> {}),
                        .network = {} };
        for (const std::string type : json.at("inputs"))
            made.inputs.push_back(kTypes.at(type));
        for (const auto& [parameter, role] : json.at("adapts").items())
            made.adapts.emplace(parameter, kRoles.at(role));
        auto network = networkFromJson(json.at("network"), made.title);
        assert(network);
        made.network = *std::move(network);
        const auto& example = json.at("example");
        made.example = { .name = {},
                         .type = kTypes.at(example.at("type")),
                         .shape = tensor::Shape(example.at("shape").get<std::vector<std::int64_t>>()),
                         .vocabulary = example.value("vocabulary", std::int64_t { 0 }) };
        for (const auto& [parameter, role] : made.adapts) {
            if (role == DataRole::Input && parameter.ends_with(".column"))
                made.example.name
                    = made.network.find(parameter.substr(0, parameter.find('.')))->parameters.text("column");
        }
        return made;
    }

    struct Columns {
        const tensor::Column* input = nullptr;
        const tensor::Column* target = nullptr; ///< null where the template needs none
    };

    Result<Columns> chooseColumns(const Template& chosen, const tensor::Signature& data)
    {
        const auto isInput = [&](const tensor::Column& column) {
            return std::ranges::count(chosen.inputs, column.type) > 0;
        };
        const auto isTarget = [](const tensor::Column& column) {
            return column.type == ColumnType::Category || column.type == ColumnType::Number;
        };
        const auto input = std::ranges::find_if(data.columns, isInput);
        if (input == data.columns.end())
            return fail(chosen.title, "there is no such column in the data; it takes {}", chosen.needs);
        Columns columns { .input = &*input };
        const auto needsTarget = [](const auto& entry) { return entry.second == DataRole::Target; };
        if (std::ranges::none_of(chosen.adapts, needsTarget))
            return columns;
        const auto target = std::find_if(data.columns.rbegin(), data.columns.rend(), isTarget);
        if (target == data.columns.rend())
            return fail(chosen.title, "the data has no class and no number to learn; it takes {}",
                        chosen.needs);
        columns.target = &*target;
        return columns;
    }

    Value valueOf(DataRole role, const Columns& columns)
    {
        switch (role) {
        case DataRole::Input:
            return columns.input->name;
        case DataRole::Target:
            return columns.target->name;
        case DataRole::Outputs:
            return predictionOf(*columns.target).elements();
        case DataRole::Channels:
            return columns.input->shape[0];
        case DataRole::Vocabulary:
            return std::max<std::int64_t>(1, columns.input->vocabulary);
        }
        return {};
    }

    void adapt(Network& network, const Template& chosen, const Columns& columns)
    {
        for (const auto& [parameter, role] : chosen.adapts) {
            const auto dot = parameter.find('.');
            auto& node = *network.find(network.find(parameter.substr(0, dot))->id);
            if (role == DataRole::Target && columns.target->type == ColumnType::Number)
                changeKind(network, node.id, "mean_squared_error");
            node.parameters.set(parameter.substr(dot + 1), valueOf(role, columns));
        }
        for (const auto& name : chosen.imagesOnly) {
            if (columns.input->type != ColumnType::Image)
                removeAndHeal(network, network.find(name)->id);
        }
    }
} // namespace

tensor::Signature Template::exampleData() const
{
    tensor::Column label { .name = "label", .type = ColumnType::Category, .shape = {} };
    for (int i = 0; i < 10; ++i)
        label.categories.push_back(fmt::format("class {}", i));
    return { { example, label } };
}

std::span<const Template> templates()
{
    static const auto kAll = [] {
        std::vector<Template> all;
        for (const auto& text : templateTexts())
            all.push_back(read(text));
        return all;
    }();
    return kAll;
}

const Template* findTemplate(std::string_view id)
{
    const auto it = std::ranges::find(templates(), id, &Template::id);
    return it == templates().end() ? nullptr : &*it;
}

Result<Network> fromTemplate(const Template& chosen, const std::string& name, const std::string& dataset,
                             const tensor::Signature& data)
{
    const auto columns = chooseColumns(chosen, data);
    if (!columns)
        return failed(columns);
    auto network = chosen.network;
    network.name = name;
    network.dataset = dataset;
    adapt(network, chosen, *columns);
    if (const auto problems = analyse(network, &data).problems; !problems.empty())
        return fail(chosen.title, "{}", problems.front().message);
    return network;
}

} // namespace netwright::network
