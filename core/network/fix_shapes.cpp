// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that bring a layer something of the rank it takes.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/surgery.hpp"

#include <cmath>

namespace netwright::network::proposals {

namespace {
    /// A layer that could go before another.
    struct Adapter {
        const char* layer;
        std::vector<std::pair<std::string, Value>> settings = {};
        std::string detail = {}; ///< for the title: " to 1 x 28 x 28"
    };

    Adapter reshapeTo(const tensor::Shape& shape)
    {
        return { .layer = "reshape",
                 .settings = { { "shape", fmt::format("{}", fmt::join(shape.sizes(), " ")) } },
                 .detail = fmt::format(" to {}", tensor::toText(shape)) };
    }

    /// What a vector could be the rows of: a square image, grey or in colours, or a sequence of numbers.
    void addReshapes(std::int64_t numbers, std::vector<Adapter>& adapters)
    {
        for (const std::int64_t channels : { 1, 3 }) {
            const auto side = std::llround(std::sqrt(static_cast<double>(numbers / channels)));
            if (side > 1 && channels * side * side == numbers)
                adapters.push_back(reshapeTo({ channels, side, side }));
        }
        adapters.push_back(reshapeTo({ numbers, 1 }));
    }

    /// The column of token ids that an input feeds; null where it feeds none.
    const tensor::Column* tokensFrom(const Question& question, NodeId input)
    {
        const auto* kind = question.wiring.kind(input);
        if (!kind || !question.data.columns)
            return nullptr;
        for (const auto& spec : kind->parameters) {
            if (spec.type != ParameterType::Column)
                continue;
            const auto& name = question.wiring.node(input)->parameters.text(spec.id);
            const auto* column = question.data.columns->find(name);
            if (column && column->type == tensor::ColumnType::Sequence)
                return column;
        }
        return nullptr;
    }

    std::vector<Adapter> adaptersFor(const Question& question, const Link& link, const tensor::Shape& shape)
    {
        std::vector<Adapter> adapters;
        if (const auto* tokens = tokensFrom(question, link.from.node))
            adapters.push_back(
                { .layer = "embedding", .settings = { { "vocabulary", tokens->vocabulary } } });
        if (shape.rank() == 2)
            adapters.push_back({ .layer = "sequence_mean" });
        if (shape.rank() > 1)
            adapters.push_back({ .layer = "flatten" });
        if (shape.rank() == 3)
            adapters.push_back({ .layer = "global_average_pool" });
        if (shape.rank() == 1 && adapters.empty())
            addReshapes(shape[0], adapters);
        return adapters;
    }

    ParameterValues valuesOf(const Adapter& adapter)
    {
        ParameterValues values(layers::findLayer(adapter.layer)->parameters);
        for (const auto& [id, value] : adapter.settings)
            values.set(id, value);
        return values;
    }
} // namespace

void insertAdapter(const Question& question, Fixes& fixes)
{
    const auto* link = question.wiring.into({ *question.problem.node, 0 });
    const auto* shape = link ? question.shapeOf(link->from) : nullptr;
    if (!shape || question.kind()->inputs.size() != 1 || !question.data.columns)
        return;
    for (const auto& adapter : adaptersFor(question, *link, *shape)) {
        const auto& kind = *layers::findLayer(adapter.layer);
        const auto values = valuesOf(adapter);
        const std::vector<tensor::Shape> inputs { *shape };
        const auto outputs = kind.inferShape({ values, inputs, *question.data.columns });
        if (!outputs || !question.takes(question.node()->parameters, *outputs))
            continue;
        auto after = question.network;
        after.find(insertOn(after, *link, adapter.layer))->parameters = values;
        fixes.push_back(
            { fmt::format("Insert {}{} before {}", kind.title, adapter.detail, question.node()->name),
              std::move(after) });
    }
}

void takeEarlier(const Question& question, Fixes& fixes)
{
    constexpr int kFarthest = 8;
    const auto* link = question.wiring.into({ *question.problem.node, 0 });
    if (!link || question.kind()->inputs.size() != 1)
        return;
    const auto& passed = question.wiring.node(link->from.node)->name;
    for (int step = 0; link && step < kFarthest; ++step) {
        const auto* kind = question.wiring.kind(link->from.node);
        if (!kind || kind->category != layers::Category::Shape)
            return;
        link = question.wiring.into({ link->from.node, 0 });
        const auto* shape = link ? question.shapeOf(link->from) : nullptr;
        if (!shape || !question.takes(question.node()->parameters, { *shape }))
            continue;
        auto after = question.network;
        after.connect({ .from = link->from, .to = { *question.problem.node, 0 } });
        fixes.push_back(
            { fmt::format("Take {} instead of {}", question.wiring.node(link->from.node)->name, passed),
              std::move(after) });
        return;
    }
}

} // namespace netwright::network::proposals
