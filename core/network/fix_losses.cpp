// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that add, choose and remove losses.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/room.hpp"
#include "core/network/surgery.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace netwright::network::proposals {

using layers::Category;
using layers::LayerKind;

std::vector<const LayerKind*> usualLosses()
{
    static constexpr std::array<std::string_view, 3> kUsual { "softmax_cross_entropy", "mean_squared_error",
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

namespace {
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

    /// What the network makes at its end; null where that is the data itself, which predicts nothing.
    const tensor::Shape* madeAt(const Question& question, std::optional<PortRef> end)
    {
        const bool isData = end && question.wiring.kind(end->node)->category == Category::Data;
        return end && !isData ? question.shapeOf(*end) : nullptr;
    }
} // namespace

void addLoss(const Question& question, Fixes& fixes)
{
    if (!question.data.columns)
        return;
    const auto end = openEnd(question);
    const auto* prediction = madeAt(question, end);
    const auto read = columnsOf(question, Category::Data);
    std::vector<std::tuple<bool, bool, std::ptrdiff_t, std::size_t, const LayerKind*, std::string>> choices;
    for (const auto* kind : usualLosses()) {
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
    choices.resize(std::min(choices.size(), 2 * kMostFixes));
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

/// A loss for classes over data that has numbers alone.
void chooseLoss(const Question& question, Fixes& fixes)
{
    const auto& present = *question.kind();
    if (present.category != Category::Loss || !columnParameter(present) || !question.data.columns
        || !likelyColumns(question, present, question.node()->parameters).empty())
        return;
    for (const auto* kind : usualLosses()) {
        for (const auto& name : likelyColumns(question, *kind, ParameterValues(kind->parameters))) {
            auto after = question.network;
            changeKind(after, *question.problem.node, kind->id);
            after.find(*question.problem.node)->parameters.set(columnParameter(*kind)->id, name);
            fixes.push_back(
                { fmt::format("Use {} for \"{}\" instead", kind->title, name), std::move(after) });
        }
    }
    sortByFaultsLeft(question, fixes);
}

/// The one that came later first.
void removeOneLoss(const Question& question, Fixes& fixes)
{
    std::vector<NodeId> losses { *question.problem.node };
    losses.insert(losses.end(), question.problem.others.begin(), question.problem.others.end());
    for (const auto id : losses) {
        auto after = question.network;
        after.remove(id);
        fixes.push_back({ fmt::format("Remove {}", question.wiring.node(id)->name), std::move(after) });
    }
}

} // namespace netwright::network::proposals
