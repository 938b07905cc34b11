// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that make values equally wide, where a layer wants inputs of one shape.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/surgery.hpp"

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
        auto widened = wish.from;
        if (widened.rank() != wish.to.rank() || widened.rank() == 0)
            return;
        widened[widened.rank() == 3 ? 0 : widened.rank() - 1] = widthOf(wish.to);
        if (widened != wish.to)
            return;
        if (auto fix = widenSource(wish.question, wish.link, widthOf(wish.to)))
            fixes.push_back(*std::move(fix));
    }

    /// Inputs that the other ones come from first: shortcuts are what is brought to the shape of the rest.
    std::vector<std::pair<Link, Link>> pairsOf(const Question& question)
    {
        const auto links = question.wiring.into(*question.problem.node);
        std::vector<std::pair<Link, Link>> shortcuts;
        std::vector<std::pair<Link, Link>> others;
        for (const auto& near : links) {
            const auto behind = question.wiring.downstream({ near.from.node });
            for (const auto& far : links) {
                if (near.to != far.to)
                    (behind.contains(far.from.node) ? shortcuts : others).emplace_back(near, far);
            }
        }
        shortcuts.insert(shortcuts.end(), others.begin(), others.end());
        return shortcuts;
    }
} // namespace

void matchInputs(const Question& question, Fixes& fixes)
{
    if (question.kind()->inputs.size() < 2 || question.inputShapes().empty())
        return;
    for (const auto propose : { insertConvolution, insertDense, insertReshape, widen }) {
        for (const auto& [near, far] : pairsOf(question)) {
            const auto& from = *question.shapeOf(near.from);
            const auto& to = *question.shapeOf(far.from);
            if (from != to)
                propose({ question, near, from, to }, fixes);
        }
    }
}

std::optional<Fix> widenSource(const Question& question, const Link& link, std::int64_t width)
{
    constexpr int kFarthest = 32;
    auto id = link.from.node;
    for (int step = 0; step < kFarthest; ++step) {
        const auto* kind = question.wiring.kind(id);
        const auto* facts = question.analysis.factsOf(id);
        if (!kind || !facts || facts->outputs.empty())
            return std::nullopt;
        if (const auto* spec = widthParameter(*kind))
            return Fix { fmt::format("Set {} of {} to {}", spec->label, question.wiring.node(id)->name,
                                     width),
                         withValue(question.network, id, spec->id, width) };
        const auto* before = question.wiring.into({ id, 0 });
        if (facts->inputs.size() != 1 || !before || widthOf(facts->inputs[0]) != widthOf(facts->outputs[0]))
            return std::nullopt;
        id = before->from.node;
    }
    return std::nullopt;
}

} // namespace netwright::network::proposals
