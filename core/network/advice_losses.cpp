// SPDX-License-Identifier: GPL-3.0-or-later
// Rules about losses and what stands before them.
#include "core/network/advice_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace netwright::network::advice {

using layers::Category;

Problem& Review::warn(const Node& node, ProblemCode code, std::string reason)
{
    return found.emplace_back(Problem { .node = node.id,
                                        .message = fmt::format("{}: {}", describe(node), reason),
                                        .code = code,
                                        .severity = Severity::Warning,
                                        .reason = std::move(reason) });
}

bool hasValue(const Node& node, std::string_view parameter, const Value& value)
{
    const auto it = node.parameters.all().find(parameter);
    return it != node.parameters.all().end() && it->second == value;
}

namespace {
    /// The function that a loss applies to the scores by itself; empty for a loss that takes values.
    std::string_view ownFunctionOf(const layers::LayerKind& loss)
    {
        static constexpr std::array<std::array<std::string_view, 2>, 2> kFunctions {
            { { "softmax_cross_entropy", "softmax" }, { "sigmoid_cross_entropy", "sigmoid" } }
        };
        const auto it = std::ranges::find(kFunctions, loss.id, [](const auto& row) { return row[0]; });
        return it == kFunctions.end() ? std::string_view() : (*it)[1];
    }

    /// The output that a loss judges: what comes before layers that have nothing to learn of their own.
    std::optional<PortRef> judgedBy(const Review& review, NodeId loss)
    {
        constexpr int kFarthest = 16;
        const auto* link = review.wiring.into({ loss, 0 });
        for (int step = 0; link && step < kFarthest; ++step) {
            const auto* kind = review.wiring.kind(link->from.node);
            const auto* before = review.wiring.into({ link->from.node, 0 });
            const bool isPassage = kind && before
                && (kind->category == Category::Activation || kind->category == Category::Regularisation
                    || kind->id == "flatten" || kind->id == "reshape"
                    || review.wiring.node(link->from.node)->isBypassed);
            if (!isPassage)
                return link->from;
            link = before;
        }
        return std::nullopt;
    }

    /// The column that a loss learns from; empty where it has none.
    std::string targetOf(const Place& loss)
    {
        const auto spec
            = std::ranges::find(loss.kind.parameters, ParameterType::Column, &ParameterSpec::type);
        return spec == loss.kind.parameters.end() ? std::string() : loss.node.parameters.text(spec->id);
    }

    /// The first loss before this one in the file that judges the same.
    std::optional<Place> rivalOf(const Review& review, const Place& at)
    {
        const auto judged = judgedBy(review, at.node.id);
        for (const auto& node : review.network.nodes) {
            if (node.id == at.node.id || !judged)
                return std::nullopt;
            const auto* kind = review.wiring.kind(node.id);
            if (kind && kind->category == Category::Loss && !node.isBypassed
                && judgedBy(review, node.id) == judged)
                return Place { node, *kind };
        }
        return std::nullopt;
    }

    /// A weighted sum is meant.
    bool isWeighted(const Place& loss)
    {
        const auto spec = std::ranges::find(loss.kind.parameters, "weight", &ParameterSpec::id);
        return spec != loss.kind.parameters.end() && !hasValue(loss.node, "weight", spec->fallback);
    }

    std::string reasonAgainst(const Place& rival, const Place& at)
    {
        const auto& name = rival.node.name;
        const auto target = targetOf(at);
        if (targetOf(rival) != target)
            return fmt::format(
                "\"{}\" trains the same prediction for \"{}\", and it cannot be \"{}\" as well: "
                "give this loss a layer with weights of its own, or remove one of the two",
                name, targetOf(rival), target);
        if (&rival.kind == &at.kind)
            return fmt::format(
                "it judges the same prediction by the same column as \"{}\": together they are "
                "one loss with more weight; remove one",
                name);
        return fmt::format(
            "\"{}\" already judges the same prediction by \"{}\": two measures pull at the same "
            "weights; keep the one that fits, remove the other",
            name, target);
    }
} // namespace

void activationBeforeLoss(Review& review, const Place& at)
{
    if (at.kind.category != Category::Activation)
        return;
    for (const auto& link : review.wiring.outOf(at.node.id)) {
        const auto* loss = review.wiring.kind(link.to.node);
        const auto own = loss ? ownFunctionOf(*loss) : std::string_view();
        if (own.empty())
            continue;
        const auto reason = own == at.kind.id
            ? fmt::format("{} does this itself: applied twice, it learns slowly; remove this layer",
                          loss->title)
            : fmt::format("{} takes raw scores, and this layer limits them; remove it", loss->title);
        auto& problem = review.warn(at.node, ProblemCode::ActivationBeforeLoss, reason);
        problem.others = { link.to.node };
        problem.links = { link };
    }
}

void noWeight(Review& review, const Place& at)
{
    if (at.kind.category != Category::Loss || !hasValue(at.node, "weight", 0.0))
        return;
    auto& problem = review.warn(at.node, ProblemCode::NoWeight,
                                "its weight is 0: nothing is learnt from it; set it to 1");
    problem.parameter = "weight";
}

/// Losses behind layers of their own are meant: they train what is before both from two sides.
void secondLoss(Review& review, const Place& at)
{
    if (at.kind.category != Category::Loss || isWeighted(at))
        return;
    if (const auto rival = rivalOf(review, at); rival && !isWeighted(*rival))
        review.warn(at.node, ProblemCode::SecondLoss, reasonAgainst(*rival, at)).others = { rival->node.id };
}

void nothingToLearn(Review& review, const Place& at)
{
    if (at.kind.category != Category::Loss || !review.analysis.factsOf(at.node.id))
        return;
    const auto before = review.wiring.upstream({ at.node.id });
    const bool hasWeights = std::ranges::any_of(before, [&review](NodeId id) {
        const auto* facts = review.analysis.factsOf(id);
        return facts && facts->cost.parameters > 0;
    });
    if (!hasWeights)
        review.warn(at.node, ProblemCode::NothingToLearn,
                    "no layer before it has weights, so there is nothing that could learn; put a Dense layer "
                    "or a convolution before it");
}

} // namespace netwright::network::advice
