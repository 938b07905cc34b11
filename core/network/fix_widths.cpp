// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that make values equally wide, where a layer wants inputs of one shape.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/surgery.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>

namespace netwright::network::proposals {

namespace {
    /// How far apart the pixels are that a 1 x 1 convolution takes, where it makes `to` pixels of `from`.
    std::optional<std::int64_t> strideBetween(std::int64_t from, std::int64_t to)
    {
        constexpr std::int64_t kLargest = 64;
        for (std::int64_t stride = 1; stride <= std::min(from, kLargest); ++stride) {
            if ((from - 1) / stride + 1 == to)
                return stride;
        }
        return std::nullopt;
    }

    /// One input of the node, and the shape it should have.
    struct Wish {
        const Question& question;
        Link link;
        const tensor::Shape& from;
        const tensor::Shape& to;

        [[nodiscard]] std::string place() const
        {
            const auto& port = question.kind()->inputs[static_cast<std::size_t>(link.to.port)];
            return fmt::format("{} of {}", port.label, question.node()->name);
        }
    };

    void insertConvolution(const Wish& wish, Fixes& fixes)
    {
        if (wish.from.rank() != 3 || wish.to.rank() != 3)
            return;
        const auto down = strideBetween(wish.from[1], wish.to[1]);
        const auto across = strideBetween(wish.from[2], wish.to[2]);
        if (!down || !across)
            return;
        auto after = wish.question.network;
        auto& values = after.find(insertOn(after, wish.link, "conv2d"))->parameters;
        values.set("filters", wish.to[0]);
        values.set("kernel_height", std::int64_t { 1 });
        values.set("kernel_width", std::int64_t { 1 });
        values.set("stride_height", *down);
        values.set("stride_width", *across);
        fixes.push_back(
            { fmt::format("Insert 1 x 1 Conv 2D with {} filters before {}", wish.to[0], wish.place()),
              std::move(after) });
    }

    void insertDense(const Wish& wish, Fixes& fixes)
    {
        const bool areVectors = wish.from.rank() == 1 && wish.to.rank() == 1;
        const bool areSequences = wish.from.rank() == 2 && wish.to.rank() == 2 && wish.from[0] == wish.to[0];
        if (!areVectors && !areSequences)
            return;
        auto after = wish.question.network;
        after.find(insertOn(after, wish.link, "dense"))->parameters.set("units", widthOf(wish.to));
        fixes.push_back({ fmt::format("Insert Dense with {} units before {}", widthOf(wish.to), wish.place()),
                          std::move(after) });
    }

    void insertReshape(const Wish& wish, Fixes& fixes)
    {
        if (wish.from.elements() != wish.to.elements() || wish.to.rank() == 0)
            return;
        auto after = wish.question.network;
        after.find(insertOn(after, wish.link, "reshape"))
            ->parameters.set("shape", fmt::format("{}", fmt::join(wish.to.sizes(), " ")));
        fixes.push_back(
            { fmt::format("Insert Reshape to {} before {}", tensor::toText(wish.to), wish.place()),
              std::move(after) });
    }

    void widen(const Wish& wish, Fixes& fixes)
    {
        auto wider = wish.from;
        if (wider.rank() != wish.to.rank() || wider.rank() == 0)
            return;
        wider[wider.rank() == 3 ? 0 : wider.rank() - 1] = widthOf(wish.to);
        if (wider != wish.to)
            return;
        if (const auto source = widthSource(wish.question, wish.link))
            fixes.push_back(widened(wish.question, *source, widthOf(wish.to)));
    }

    /// An input, and the one that it is to be brought to the shape of.
    using Pair = std::pair<Link, Link>;

    /// Layers on the way from the shortcut's beginning to the sum that lose the border of the image.
    std::vector<NodeId> unpaddedBetween(const Question& question, const Pair& pair)
    {
        const auto behind = question.wiring.downstream({ pair.first.from.node });
        std::vector<NodeId> nodes;
        for (const auto id : question.wiring.upstream({ pair.second.from.node })) {
            const auto* kind = question.wiring.kind(id);
            if (!kind || !behind.contains(id) || id == pair.first.from.node)
                continue;
            const auto spec = std::ranges::find(kind->parameters, "padding", &ParameterSpec::id);
            if (spec != kind->parameters.end() && std::ranges::count(spec->choices, "same") > 0
                && question.wiring.node(id)->parameters.text("padding") != "same")
                nodes.push_back(id);
        }
        return nodes;
    }

    /// A sum wants a detour that keeps the size of the image; channels are matched on the shortcut.
    void padDetour(const Question& question, const Pair& pair, Fixes& fixes)
    {
        const auto nodes = unpaddedBetween(question, pair);
        if (nodes.empty())
            return;
        auto after = question.network;
        for (const auto id : nodes)
            after.find(id)->parameters.set("padding", std::string("same"));
        const auto title = nodes.size() == 1
            ? fmt::format("Use padding \"same\" in {}", question.wiring.node(nodes.front())->name)
            : fmt::format("Use padding \"same\" in {} layers", nodes.size());
        const auto analysis = question.analysed(after);
        const Wiring wiring(after);
        const Question padded { question.problem, question.place, after, analysis, question.data, wiring };
        const auto* from = padded.shapeOf(pair.first.from);
        const auto* to = padded.shapeOf(pair.second.from);
        if (!from || !to)
            return;
        if (*from == *to) {
            fixes.push_back({ title, std::move(after) });
            return;
        }
        Fixes matched;
        insertConvolution({ padded, pair.first, *from, *to }, matched);
        for (auto& fix : matched)
            fixes.push_back({ fmt::format("{}, and insert a 1 x 1 Conv 2D", title), std::move(fix.after) });
    }

    struct Pairs {
        std::vector<Pair> shortcuts; ///< of an input that the other one comes from
        std::vector<Pair> others; ///< later inputs first: they are brought to the shape of the first
    };

    Pairs pairsOf(const Question& question)
    {
        const auto links = question.wiring.into(*question.problem.node);
        Pairs pairs;
        for (const auto& near : links) {
            const auto behind = question.wiring.downstream({ near.from.node });
            for (const auto& far : links) {
                if (near.to != far.to && *question.shapeOf(near.from) != *question.shapeOf(far.from))
                    (behind.contains(far.from.node) ? pairs.shortcuts : pairs.others).emplace_back(near, far);
            }
        }
        std::ranges::stable_sort(pairs.others, std::greater(),
                                 [](const Pair& pair) { return pair.first.to.port; });
        return pairs;
    }

    using Propose = void (*)(const Wish&, Fixes&);

    void proposeAll(const Question& question, const std::vector<Pair>& pairs,
                    std::initializer_list<Propose> ways, Fixes& fixes)
    {
        for (const auto propose : ways) {
            for (const auto& [near, far] : pairs)
                propose({ question, near, *question.shapeOf(near.from), *question.shapeOf(far.from) }, fixes);
        }
    }
} // namespace

/// What comes to a sum around other layers is brought to the shape of what comes through them; of two
/// branches, one is made as wide as the other.
void matchInputs(const Question& question, Fixes& fixes)
{
    if (question.kind()->inputs.size() < 2 || question.inputShapes().empty())
        return;
    const auto [shortcuts, others] = pairsOf(question);
    for (const auto& pair : shortcuts)
        padDetour(question, pair, fixes);
    proposeAll(question, shortcuts, { insertConvolution, insertDense, insertReshape }, fixes);
    proposeAll(question, others, { widen, insertConvolution, insertDense, insertReshape }, fixes);
    proposeAll(question, shortcuts, { widen }, fixes);
}

namespace {
    /// A function that a hidden layer has, and a prediction does not.
    bool isHiddenActivation(const layers::LayerKind& kind)
    {
        return kind.category == layers::Category::Activation && kind.id != "softmax" && kind.id != "sigmoid"
            && kind.id != "tanh";
    }
} // namespace

std::optional<WidthSource> widthSource(const Question& question, const Link& link)
{
    constexpr int kFarthest = 32;
    const auto* made = question.shapeOf(link.from);
    const bool isImage = made && made->rank() == 3;
    bool isHidden = false;
    auto id = link.from.node;
    for (int step = 0; step < kFarthest; ++step) {
        const auto* kind = question.wiring.kind(id);
        const auto* facts = question.analysis.factsOf(id);
        if (!kind || !facts || facts->outputs.empty())
            return std::nullopt;
        if (const auto* spec = widthParameter(*kind)) {
            const auto category = isImage ? layers::Category::Convolution : layers::Category::Dense;
            return WidthSource { id, spec, !isHidden && kind->category == category && kind->fusesActivation };
        }
        isHidden = isHidden || isHiddenActivation(*kind);
        const auto* before = question.wiring.into({ id, 0 });
        if (facts->inputs.size() != 1 || !before || widthOf(facts->inputs[0]) != widthOf(facts->outputs[0]))
            return std::nullopt;
        id = before->from.node;
    }
    return std::nullopt;
}

Fix widened(const Question& question, const WidthSource& source, std::int64_t width)
{
    return { fmt::format("Set {} of {} to {}", source.parameter->label,
                         question.wiring.node(source.node)->name, width),
             withValue(question.network, source.node, source.parameter->id, width) };
}

} // namespace netwright::network::proposals
