// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes where a network meets its data: datasets, inputs and the columns of both ends.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fitting_columns.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/room.hpp"

#include <algorithm>

namespace netwright::network::proposals {

using layers::Category;

const ParameterSpec* columnParameter(const layers::LayerKind& kind)
{
    const auto it = std::ranges::find(kind.parameters, ParameterType::Column, &ParameterSpec::type);
    return it == kind.parameters.end() ? nullptr : &*it;
}

std::vector<std::string> columnsOf(const Question& question, Category category)
{
    std::vector<std::string> names;
    for (const auto& node : question.network.nodes) {
        const auto* kind = question.wiring.kind(node.id);
        const auto* spec = kind && kind->category == category ? columnParameter(*kind) : nullptr;
        if (spec)
            names.push_back(node.parameters.text(spec->id));
    }
    return names;
}

/// Targets stand at the end of the data, and what goes in does not come out.
std::vector<std::string> likelyColumns(const Question& question, const layers::LayerKind& kind,
                                       const ParameterValues& parameters)
{
    const bool isLoss = kind.category == Category::Loss;
    auto names = fittingColumns(kind, parameters, columnParameter(kind)->id, *question.data.columns);
    if (isLoss)
        std::ranges::reverse(names);
    const auto others = columnsOf(question, isLoss ? Category::Data : Category::Loss);
    std::ranges::stable_partition(
        names, [&others](const std::string& name) { return std::ranges::count(others, name) == 0; });
    return names;
}

const tensor::Column* tokensFrom(const Question& question, NodeId input)
{
    const auto* kind = question.wiring.kind(input);
    const auto* spec = kind && question.data.columns ? columnParameter(*kind) : nullptr;
    if (!spec)
        return nullptr;
    const auto* column = question.data.columns->find(question.wiring.node(input)->parameters.text(spec->id));
    return column && column->type == tensor::ColumnType::Sequence ? column : nullptr;
}

namespace {
    /// The problem of the input that should be fed: the highest one that is not connected.
    const Problem* waitingInput(const Question& question)
    {
        const Problem* highest = nullptr;
        const auto heightOf = [&question](const Problem& problem) {
            return placeAlong(question.network.flow, question.wiring.node(*problem.node)->position);
        };
        for (const auto& problem : question.analysis.problems) {
            if (problem.code == ProblemCode::Unconnected
                && (!highest || heightOf(problem) < heightOf(*highest)))
                highest = &problem;
        }
        return highest;
    }
} // namespace

void chooseColumn(const Question& question, Fixes& fixes)
{
    const auto* spec = columnParameter(*question.kind());
    if (!spec || !question.data.columns
        || (!question.problem.parameter.empty() && question.problem.parameter != spec->id))
        return;
    const auto& present = question.node()->parameters.text(spec->id);
    for (const auto& name : likelyColumns(question, *question.kind(), question.node()->parameters)) {
        if (name != present)
            fixes.push_back({ fmt::format("Choose the column \"{}\"", name),
                              withValue(question.network, *question.problem.node, spec->id, name) });
    }
    sortByFaultsLeft(question, fixes);
}

/// Of a network that has none. Of the layers that wait for something, the highest is where the data comes in.
void addInput(const Question& question, Fixes& fixes)
{
    const auto* kind = layers::findLayer("input");
    const bool isInBlock = !question.place.path().empty(); // which is fed through its ports
    if (!question.data.columns || !kind || isInBlock || !columnsOf(question, Category::Data).empty())
        return;
    const auto* open = waitingInput(question);
    if (question.problem.node && (!open || open->node != question.problem.node))
        return;
    const auto* below = open             ? question.wiring.node(*open->node)
        : question.network.nodes.empty() ? nullptr
                                         : &question.network.nodes.front();
    const auto place = below ? movedAlong(question.network.flow, below->position, -1) : Position {};
    for (const auto& name : likelyColumns(question, *kind, ParameterValues(kind->parameters))) {
        auto after = question.network;
        const auto id = after.add(kind->id, place);
        after.find(id)->parameters.set(columnParameter(*kind)->id, name);
        if (open)
            after.connect({ .from = { id, 0 }, .to = { *open->node, open->port } });
        fixes.push_back({ fmt::format("Add {} of \"{}\"", kind->title, name), std::move(after) });
    }
    sortByFaultsLeft(question, fixes);
}

/// Those to which most of the network fits first.
void useDataset(const Question& question, Fixes& fixes)
{
    std::vector<std::pair<std::size_t, Fix>> choices;
    for (const auto& [name, columns] : question.data.others) {
        auto after = question.network;
        after.dataset = name;
        const auto faults = analyse(after, &columns).problems.size();
        choices.emplace_back(faults, Fix { fmt::format("Use the dataset \"{}\"", name), std::move(after) });
    }
    std::ranges::stable_sort(choices, {}, [](const auto& choice) { return choice.first; });
    for (auto& [faults, fix] : choices)
        fixes.push_back(std::move(fix));
}

} // namespace netwright::network::proposals
