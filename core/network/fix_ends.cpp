// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes where a network meets its data: inputs and losses.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fitting_columns.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/surgery.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace netwright::network::proposals {

namespace {
    using layers::Category;
    using layers::LayerKind;

    /// Of a loss the target, of an input its column; null for other kinds.
    const ParameterSpec* columnParameter(const LayerKind& kind)
    {
        const auto it = std::ranges::find(kind.parameters, ParameterType::Column, &ParameterSpec::type);
        return it == kind.parameters.end() ? nullptr : &*it;
    }

    /// The columns that nodes of a category are bound to.
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

    /// Columns that fit a kind, the most likely first: targets stand at the end of the data, and what goes in
    /// does not come out.
    std::vector<std::string> likelyColumns(const Question& question, const LayerKind& kind,
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

    /// Losses in the order in which they are thought of.
    std::vector<const LayerKind*> losses()
    {
        static constexpr std::array<std::string_view, 3> kUsual { "softmax_cross_entropy",
                                                                  "mean_squared_error",
                                                                  "sigmoid_cross_entropy" };
        std::vector<const LayerKind*> kinds;
        for (const auto* kind : layers::layerTable()) {
            if (kind->category == Category::Loss && kind->inputs.size() == 1 && columnParameter(*kind))
                kinds.push_back(kind);
        }
        std::ranges::stable_sort(kinds, {}, [](const LayerKind* kind) {
            return std::ranges::find(kUsual, kind->id) - kUsual.begin();
        });
        return kinds;
    }

    bool accepts(const Question& question, const LayerKind& loss, const std::string& column,
                 const tensor::Shape& prediction)
    {
        ParameterValues values(loss.parameters);
        values.set(columnParameter(loss)->id, column);
        const std::vector<tensor::Shape> inputs { prediction };
        return loss.inferShape({ values, inputs, *question.data.columns }).has_value();
    }

    /// The last output that feeds nothing.
    std::optional<PortRef> openEnd(const Question& question)
    {
        const auto& order = question.analysis.order;
        for (auto it = order.rbegin(); it != order.rend(); ++it) {
            const auto* kind = question.wiring.kind(*it);
            if (kind && !kind->outputs.empty() && question.wiring.outOf(*it).empty())
                return PortRef { *it, 0 };
        }
        return std::nullopt;
    }

    /// What the loss would take of its target; nothing where the two do not go together at all.
    std::optional<tensor::Shape> wantedPrediction(const Question& question, const tensor::Column& column)
    {
        for (const auto& shape : { predictionOf(column), tensor::Shape { 1 } }) {
            if (question.takes(question.node()->parameters, { shape }))
                return shape;
        }
        return std::nullopt;
    }

    /// Layers right before the loss that make what it wants of what it gets.
    void insertBeforeLoss(const Question& question, const Link& link, const tensor::Shape& wanted,
                          Fixes& fixes)
    {
        const auto& shape = *question.shapeOf(link.from);
        const auto& loss = question.node()->name;
        auto after = question.network;
        if (shape.elements() == wanted.elements()) {
            const auto& kind = *layers::findLayer(wanted.rank() == 1 ? "flatten" : "reshape");
            auto& inserted = *after.find(insertOn(after, link, kind.id));
            if (wanted.rank() != 1)
                inserted.parameters.set("shape", fmt::format("{}", fmt::join(wanted.sizes(), " ")));
            fixes.push_back({ fmt::format("Insert {} before {}", kind.title, loss), std::move(after) });
        } else if (wanted.rank() == 1) {
            auto last = link;
            if (shape.rank() > 1)
                last.from = { insertOn(after, link, "flatten"), 0 };
            after.find(insertOn(after, last, "dense"))->parameters.set("units", wanted[0]);
            fixes.push_back({ fmt::format("Insert {}Dense with {} units before {}",
                                          shape.rank() > 1 ? "Flatten and " : "", wanted[0], loss),
                              std::move(after) });
        }
    }

    /// Another loss for the same target and prediction, or else for the same target.
    void swapLoss(const Question& question, const std::string& column, const tensor::Shape& prediction,
                  bool isAnyPrediction, Fixes& fixes)
    {
        for (const auto* kind : losses()) {
            const auto names = fittingColumns(*kind, ParameterValues(kind->parameters),
                                              columnParameter(*kind)->id, *question.data.columns);
            const bool fits = accepts(question, *kind, column, prediction)
                || (isAnyPrediction && std::ranges::count(names, column) > 0);
            if (kind == question.kind() || !fits)
                continue;
            auto after = question.network;
            changeKind(after, *question.problem.node, kind->id);
            after.find(*question.problem.node)->parameters.set(columnParameter(*kind)->id, column);
            fixes.push_back({ fmt::format("Use {} instead", kind->title), std::move(after) });
        }
    }
    /// The problem of the input that should be fed: the one asked about, or else the highest one that is not
    /// connected.
    const Problem* waitingInput(const Question& question)
    {
        if (question.problem.node)
            return &question.problem;
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
}

/// Of a network that has none.
void addInput(const Question& question, Fixes& fixes)
{
    const auto* kind = layers::findLayer("input");
    if (!question.data.columns || !kind || !columnsOf(question, Category::Data).empty())
        return;
    const auto* open = waitingInput(question);
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
}

void addLoss(const Question& question, Fixes& fixes)
{
    if (!question.data.columns)
        return;
    const auto end = openEnd(question);
    const auto* prediction = end ? question.shapeOf(*end) : nullptr;
    const auto read = columnsOf(question, Category::Data);
    std::vector<std::tuple<bool, bool, std::ptrdiff_t, std::size_t, const LayerKind*, std::string>> choices;
    for (const auto* kind : losses()) {
        for (const auto& name : likelyColumns(question, *kind, ParameterValues(kind->parameters))) {
            const auto column
                = std::ranges::find(question.data.columns->columns, name, &tensor::Column::name);
            const bool fits = prediction && accepts(question, *kind, name, *prediction);
            const bool isRead = std::ranges::count(read, name) > 0;
            choices.emplace_back(!fits, isRead, question.data.columns->columns.end() - column, choices.size(),
                                 kind, name);
        }
    }
    std::ranges::sort(choices);
    for (const auto& [isUnfit, isRead, fromEnd, order, kind, name] : choices) {
        const auto above = end ? question.wiring.node(end->node)->position : Position {};
        auto after = question.network;
        const auto id = after.add(kind->id, movedAlong(after.flow, above, end ? 1 : 0));
        after.find(id)->parameters.set(columnParameter(*kind)->id, name);
        if (end)
            after.connect({ .from = *end, .to = { id, 0 } });
        fixes.push_back({ fmt::format("Add {} for \"{}\"", kind->title, name), std::move(after) });
    }
}

void matchTarget(const Question& question, Fixes& fixes)
{
    const auto* spec = columnParameter(*question.kind());
    if (question.kind()->category != Category::Loss || !spec || !question.data.columns)
        return;
    const auto* column = question.data.columns->find(question.node()->parameters.text(spec->id));
    const auto* link = question.wiring.into({ *question.problem.node, 0 });
    const auto* prediction = link ? question.shapeOf(link->from) : nullptr;
    if (!column || !prediction)
        return;
    const auto wanted = wantedPrediction(question, *column);
    if (!wanted)
        return swapLoss(question, column->name, *prediction, true, fixes);
    if (wanted->rank() == 1 && prediction->rank() == 1) {
        if (auto fix = widenSource(question, *link, (*wanted)[0]))
            fixes.push_back(*std::move(fix));
    }
    insertBeforeLoss(question, *link, *wanted, fixes);
    swapLoss(question, column->name, *prediction, false, fixes);
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
