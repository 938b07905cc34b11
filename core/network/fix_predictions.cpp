// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes where a loss does not take the prediction that it gets.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fitting_columns.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/surgery.hpp"

#include <algorithm>
#include <optional>

namespace netwright::network::proposals {

namespace {
    using layers::LayerKind;

    /// A loss, what it gets, and the column that it learns from.
    struct Judgement {
        const Question& question;
        Link link;
        const tensor::Shape& prediction;
        const tensor::Column& column;
    };

    /// What a loss would take of its target; nothing where the two do not go together at all.
    std::optional<tensor::Shape> wantedPrediction(const Question& question, const LayerKind& loss,
                                                  const tensor::Column& column)
    {
        for (const auto& shape : { predictionOf(column), tensor::Shape { 1 } }) {
            if (accepts(question, loss, column.name, shape))
                return shape;
        }
        return std::nullopt;
    }

    Insertion denseOf(std::int64_t units)
    {
        return { .layer = "dense",
                 .settings = { { "units", units } },
                 .detail = fmt::format(" with {} unit{}", units, units == 1 ? "" : "s") };
    }

    Insertion pointwiseOf(std::int64_t filters)
    {
        return { .layer = "conv2d",
                 .settings = { { "filters", filters },
                               { "kernel_height", std::int64_t { 1 } },
                               { "kernel_width", std::int64_t { 1 } } },
                 .detail = fmt::format(" of 1 x 1 with {} filter{}", filters, filters == 1 ? "" : "s") };
    }

    Insertion rearrangedTo(const tensor::Shape& shape)
    {
        if (shape.rank() == 1)
            return { .layer = "flatten" };
        return { .layer = "reshape",
                 .settings = { { "shape", fmt::format("{}", fmt::join(shape.sizes(), " ")) } } };
    }

    /// A vector of whatever a value is: what an expert puts before the last dense layer.
    std::vector<Insertion> vectorOf(const Question& question, PortRef source, const tensor::Shape& shape)
    {
        if (const auto* tokens = tokensFrom(question, source.node))
            return { { .layer = "embedding", .settings = { { "vocabulary", tokens->vocabulary } } },
                     { .layer = "sequence_mean" } };
        if (shape.rank() == 2)
            return { { .layer = "sequence_mean" } };
        if (shape.rank() == 3)
            return { { .layer = "flatten" } };
        return {};
    }

    bool isOtherWidthAlone(const tensor::Shape& left, const tensor::Shape& right)
    {
        if (left.rank() != right.rank() || left.rank() == 0)
            return false;
        auto widened = left;
        widened[widened.rank() == 3 ? 0 : widened.rank() - 1] = widthOf(right);
        return widened == right;
    }

    void insertBefore(const Judgement& judged, const tensor::Shape& wanted, Fixes& fixes)
    {
        const auto layers = bridgeTo(judged.question, judged.link.from, wanted);
        if (layers.empty())
            return;
        auto after = judged.question.network;
        const auto what = insert(after, judged.link, layers);
        fixes.push_back(
            { fmt::format("Insert {} before {}", what, judged.question.node()->name), std::move(after) });
    }

    /// Columns that the loss can learn from with this prediction.
    void chooseTarget(const Judgement& judged, Fixes& fixes)
    {
        const auto& [question, link, prediction, column] = judged;
        const auto& id = columnParameter(*question.kind())->id;
        for (const auto& name : likelyColumns(question, *question.kind(), question.node()->parameters)) {
            if (accepts(question, *question.kind(), name, prediction))
                fixes.push_back({ fmt::format("Choose the column \"{}\"", name),
                                  withValue(question.network, *question.problem.node, id, name) });
        }
    }

    /// Other losses that take the prediction and learn from the same column.
    void swapLoss(const Judgement& judged, Fixes& fixes)
    {
        const auto& [question, link, prediction, column] = judged;
        for (const auto* kind : usualLosses()) {
            if (kind == question.kind() || !accepts(question, *kind, column.name, prediction))
                continue;
            auto after = question.network;
            changeKind(after, *question.problem.node, kind->id);
            after.find(*question.problem.node)->parameters.set(columnParameter(*kind)->id, column.name);
            fixes.push_back({ fmt::format("Use {} instead", kind->title), std::move(after) });
        }
    }

    /// Other losses that learn from the column, with what they want of the prediction before them.
    void swapLossAndInsert(const Judgement& judged, Fixes& fixes)
    {
        const auto& [question, link, prediction, column] = judged;
        for (const auto* kind : usualLosses()) {
            const auto wanted = wantedPrediction(question, *kind, column);
            const auto layers = wanted && prediction != *wanted ? bridgeTo(question, link.from, *wanted)
                                                                : std::vector<Insertion>();
            if (kind == question.kind() || layers.empty())
                continue;
            auto after = question.network;
            changeKind(after, *question.problem.node, kind->id);
            after.find(*question.problem.node)->parameters.set(columnParameter(*kind)->id, column.name);
            const auto what = insert(after, link, layers);
            fixes.push_back(
                { fmt::format("Use {} instead, behind {}", kind->title, what), std::move(after) });
        }
    }

    /// Where the layer before makes predictions, it makes the wrong number of them; a hidden one lacks an
    /// output layer behind it.
    void matchWidth(const Judgement& judged, const tensor::Shape& wanted, Fixes& fixes)
    {
        const auto source = isOtherWidthAlone(judged.prediction, wanted)
            ? widthSource(judged.question, judged.link)
            : std::nullopt;
        if (source && source->isOutput)
            fixes.push_back(widened(judged.question, *source, widthOf(wanted)));
        insertBefore(judged, wanted, fixes);
        if (source && !source->isOutput)
            fixes.push_back(widened(judged.question, *source, widthOf(wanted)));
    }
} // namespace

std::vector<Insertion> bridgeTo(const Question& question, PortRef source, const tensor::Shape& wanted)
{
    const auto* shape = question.shapeOf(source);
    if (!shape)
        return {};
    if (wanted.rank() == 1 && (*shape != wanted || tokensFrom(question, source.node))) {
        if (shape->elements() == wanted.elements() && !tokensFrom(question, source.node))
            return { rearrangedTo(wanted) };
        auto layers = vectorOf(question, source, *shape);
        layers.push_back(denseOf(wanted[0]));
        return layers;
    }
    if (shape->elements() == wanted.elements() && *shape != wanted)
        return { rearrangedTo(wanted) };
    if (wanted.rank() == 3 && isOtherWidthAlone(*shape, wanted))
        return { pointwiseOf(wanted[0]) };
    return {};
}

void matchTarget(const Question& question, Fixes& fixes)
{
    const auto* spec = columnParameter(*question.kind());
    if (question.kind()->category != layers::Category::Loss || !spec || !question.data.columns)
        return;
    const auto* column = question.data.columns->find(question.node()->parameters.text(spec->id));
    const auto* link = question.wiring.into({ *question.problem.node, 0 });
    const auto* prediction = link ? question.shapeOf(link->from) : nullptr;
    if (!column || !prediction)
        return;
    const Judgement judged { question, *link, *prediction, *column };
    if (const auto wanted = wantedPrediction(question, *question.kind(), *column)) {
        if (prediction->rank() > 1)
            insertAdapter(question, fixes); // the numbers are there, and want gathering alone
        matchWidth(judged, *wanted, fixes);
        swapLoss(judged, fixes);
    } else {
        chooseTarget(judged, fixes);
        swapLoss(judged, fixes);
        swapLossAndInsert(judged, fixes);
    }
}

void insertWeights(const Question& question, Fixes& fixes)
{
    const auto* link = question.wiring.into({ *question.problem.node, 0 });
    const auto* shape = link ? question.shapeOf(link->from) : nullptr;
    if (!shape || shape->rank() != 1)
        return;
    auto after = question.network;
    const auto what = insert(after, *link, { denseOf((*shape)[0]) });
    fixes.push_back({ fmt::format("Insert {} before {}", what, question.node()->name), std::move(after) });
}

} // namespace netwright::network::proposals
