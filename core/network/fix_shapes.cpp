// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that bring a layer something of the rank it takes.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/surgery.hpp"

#include <cmath>

namespace netwright::network::proposals {

namespace {
    Insertion reshapeTo(const tensor::Shape& shape)
    {
        return { .layer = "reshape",
                 .settings = { { "shape", fmt::format("{}", fmt::join(shape.sizes(), " ")) } },
                 .detail = fmt::format(" to {}", tensor::toText(shape)) };
    }

    /// What a vector could be the rows of: a square image, grey or in colours, or a sequence of numbers.
    void addReshapes(std::int64_t numbers, std::vector<Insertion>& adapters)
    {
        for (const std::int64_t channels : { 1, 3 }) {
            const auto side = std::llround(std::sqrt(static_cast<double>(numbers / channels)));
            if (side > 1 && channels * side * side == numbers)
                adapters.push_back(reshapeTo({ channels, side, side }));
        }
        adapters.push_back(reshapeTo({ numbers, 1 }));
    }

    std::vector<Insertion> adaptersFor(const Question& question, const Link& link, const tensor::Shape& shape)
    {
        std::vector<Insertion> adapters;
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

    ParameterValues valuesOf(const Insertion& adapter)
    {
        ParameterValues values(layers::findLayer(adapter.layer)->parameters);
        for (const auto& [id, value] : adapter.settings)
            values.set(id, value);
        return values;
    }

    /// "a, b and c".
    std::string listed(const std::vector<std::string_view>& names)
    {
        const auto last = names.size() - 1;
        return last == 0
            ? std::string(names[0])
            : fmt::format("{} and {}", fmt::join(names.begin(), names.begin() + std::ssize(names) - 1, ", "),
                          names[last]);
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
        const auto what = insert(after, *link, { adapter });
        fixes.push_back(
            { fmt::format("Insert {} before {}", what, question.node()->name), std::move(after) });
    }
}

/// What was passed goes where it would feed nothing: it stands too early.
void takeEarlier(const Question& question, Fixes& fixes)
{
    constexpr int kFarthest = 8;
    const auto* link = question.wiring.into({ *question.problem.node, 0 });
    if (!link || question.kind()->inputs.size() != 1)
        return;
    const auto& passed = question.wiring.node(link->from.node)->name;
    auto after = question.network;
    bool isGone = true; // all that was passed, so far
    std::vector<std::string_view> gone;
    for (int step = 0; link && step < kFarthest; ++step) {
        const auto id = link->from.node;
        const auto* kind = question.wiring.kind(id);
        if (!kind || kind->category != layers::Category::Shape)
            return;
        isGone = isGone && question.wiring.outOf(id).size() == 1;
        if (isGone) {
            removeAndHeal(after, id);
            gone.push_back(question.wiring.node(id)->name);
        }
        link = question.wiring.into({ id, 0 });
        const auto* shape = link ? question.shapeOf(link->from) : nullptr;
        if (!shape || !question.takes(question.node()->parameters, { *shape }))
            continue;
        after.connect({ .from = link->from, .to = { *question.problem.node, 0 } });
        const auto& source = question.wiring.node(link->from.node)->name;
        fixes.push_back({ isGone             ? fmt::format("Remove {}, which {} too early", listed(gone),
                                               gone.size() == 1 ? "stands" : "stand")
                              : gone.empty() ? fmt::format("Take {} instead of {}", source, passed)
                                             : fmt::format("Take {} instead of {}, and remove {}", source,
                                                           passed, listed(gone)),
                          std::move(after) });
        return;
    }
}

} // namespace netwright::network::proposals
