// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/advice.hpp"

#include "core/base/text.hpp"
#include "core/network/advice_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace netwright::network {

using advice::hasValue;
using advice::Place;
using advice::Review;

namespace {
    using layers::Category;
    using layers::LayerKind;

    using Rule = void (*)(Review&, const Place&);

    /// Its outputs are weighted sums of its inputs: what a fused activation stands behind.
    bool isWeightedSum(const LayerKind& kind)
    {
        return kind.fusesActivation
            && (kind.category == Category::Dense || kind.category == Category::Convolution);
    }

    bool isBatchNorm(const LayerKind& kind) { return kind.id == "batch_norm"; }

    void biasBeforeNorm(Review& review, const Place& at)
    {
        const auto out = review.wiring.outOf(at.node.id);
        if (!isWeightedSum(at.kind) || out.size() != 1 || !hasValue(at.node, "bias", true))
            return;
        const auto* norm = review.wiring.kind(out.front().to.node);
        if (!norm || !isBatchNorm(*norm))
            return;
        auto& problem = review.warn(at.node, ProblemCode::BiasBeforeNorm,
                                    fmt::format("its bias does nothing: {} behind it subtracts the mean, and "
                                                "has a shift of its own; turn the bias off",
                                                norm->title));
        problem.parameter = "bias";
        problem.others = { out.front().to.node };
    }

    /// Whether what leaves the node is what the losses see, but for activations.
    bool isLast(const Review& review, NodeId id)
    {
        const auto leadsTo = [&review](Category category) {
            return [&review, category](const Link& link) {
                const auto* kind = review.wiring.kind(link.to.node);
                return kind && kind->category == category;
            };
        };
        auto out = review.wiring.outOf(id);
        // On a cycle, where nothing has facts, there would be no end.
        while (out.size() == 1 && leadsTo(Category::Activation)(out.front())
               && review.analysis.factsOf(out.front().to.node))
            out = review.wiring.outOf(out.front().to.node);
        return !out.empty() && std::ranges::all_of(out, leadsTo(Category::Loss));
    }

    void dropoutBeforeOutput(Review& review, const Place& at)
    {
        if (at.kind.category == Category::Regularisation && isLast(review, at.node.id))
            review.warn(at.node, ProblemCode::DropoutBeforeOutput,
                        "it sets parts of the prediction itself to zero, which no layer behind it can make "
                        "up for; put it before the last layer with weights, or remove it");
    }

    /// The link through which the weighted sum before `input` leaves it, where nothing between it and `input`
    /// is more than a rearrangement.
    std::optional<Link> weightedSumBefore(const Review& review, PortRef input)
    {
        constexpr int kFarthest = 16;
        const auto* link = review.wiring.into(input);
        for (int step = 0; link && step < kFarthest; ++step) {
            const auto* kind = review.wiring.kind(link->from.node);
            const bool isBypassed = review.wiring.node(link->from.node)->isBypassed;
            if (kind && !isBypassed && isWeightedSum(*kind))
                return *link;
            const bool isPassage = kind
                && (isBypassed || kind->category == Category::Shape
                    || kind->category == Category::Regularisation || isBatchNorm(*kind));
            link = isPassage ? review.wiring.into({ link->from.node, 0 }) : nullptr;
        }
        return std::nullopt;
    }

    bool isPointwise(const Node& node)
    {
        return hasValue(node, "kernel_height", std::int64_t { 1 })
            && hasValue(node, "kernel_width", std::int64_t { 1 });
    }

    /// Features of a vector or a sequence, channels of an image.
    std::int64_t widthOf(const tensor::Shape& shape)
    {
        return shape.rank() == 0 ? 1 : shape.rank() == 3 ? shape[0] : shape[shape.rank() - 1];
    }

    /// Narrower than what comes in and what goes out: few numbers are to stand for many, which is meant.
    bool isBottleneck(const Review& review, NodeId first, NodeId second)
    {
        const auto* before = review.analysis.factsOf(first);
        const auto* after = review.analysis.factsOf(second);
        if (!before || !after || after->outputs.empty())
            return false;
        const auto width = widthOf(before->outputs[0]);
        return width < widthOf(before->inputs[0]) && width < widthOf(after->outputs[0]);
    }

    void noActivation(Review& review, const Place& at)
    {
        if (!isWeightedSum(at.kind))
            return;
        const auto link = weightedSumBefore(review, { at.node.id, 0 });
        if (!link || link->from.node == at.node.id || isBottleneck(review, link->from.node, at.node.id))
            return;
        const auto& first = *review.wiring.node(link->from.node);
        if (isPointwise(first) || isPointwise(at.node)) // convolutions in two parts
            return;
        auto& problem = review.warn(
            at.node, ProblemCode::NoActivation,
            fmt::format("there is no activation between \"{}\" and this layer: two weighted sums in a row "
                        "compute no more than one; put a ReLU between them",
                        first.name));
        problem.others = { first.id };
        problem.links = { *link };
    }

    void largeLayer(Review& review, const Place& at)
    {
        const auto* facts = review.analysis.factsOf(at.node.id);
        if (!facts || review.numbers == 0 || facts->cost.parameters / kManyTimes <= review.numbers)
            return;
        review.warn(at.node, ProblemCode::LargeLayer,
                    fmt::format("it has {} parameters, and the training data has {} numbers in {} rows: it "
                                "can learn them by heart; make it smaller",
                                grouped(facts->cost.parameters), grouped(review.numbers),
                                grouped(review.data.rows)));
    }

    void idleLayer(Review& review, const Place& at)
    {
        const auto* facts = review.analysis.factsOf(at.node.id);
        if (facts && at.kind.category == Category::Shape && facts->inputs == facts->outputs)
            review.warn(at.node, ProblemCode::IdleLayer,
                        "its output is its input: it does nothing; remove it");
    }

    void softmaxOfOne(Review& review, const Place& at)
    {
        const auto* facts = review.analysis.factsOf(at.node.id);
        if (facts && at.kind.id == "softmax" && facts->inputs[0] == tensor::Shape { 1 })
            review.warn(at.node, ProblemCode::SoftmaxOfOne,
                        "the share of a single value is always 1; use a sigmoid");
    }

    /// `first` and what it leads to, as far as it was not seen yet.
    std::vector<NodeId> branchFrom(const Review& review, NodeId first, std::set<NodeId>& seen)
    {
        std::vector<NodeId> branch { first };
        seen.insert(first);
        for (std::size_t i = 0; i < branch.size(); ++i) {
            for (const auto& link : review.wiring.outOf(branch[i])) {
                if (seen.insert(link.to.node).second)
                    branch.push_back(link.to.node);
            }
        }
        return branch;
    }

    void reportDead(Review& review, std::vector<NodeId> branch)
    {
        const auto first = branch.front();
        branch.erase(branch.begin());
        auto& problem = review.warn(
            *review.wiring.node(first), ProblemCode::DeadBranch,
            branch.empty() ? std::string("it leads to no loss, and so never learns; connect it or remove it")
                           : fmt::format("it leads to no loss, and so it and {} behind it never learn; "
                                         "connect or remove them",
                                         branch.size()));
        problem.others = std::move(branch);
    }

    /// Of a network that is otherwise complete. Activations that show a prediction are meant: their values
    /// are a result.
    void deadBranches(Review& review)
    {
        if (!review.analysis.problems.empty())
            return;
        const auto is = [&review](NodeId id, Category category) {
            return review.wiring.kind(id)->category == category;
        };
        std::vector<NodeId> losses;
        std::ranges::copy_if(review.analysis.order, std::back_inserter(losses),
                             [&is](NodeId id) { return is(id, Category::Loss); });
        auto seen = review.wiring.upstream(losses);
        for (const auto id : review.analysis.order) {
            if (seen.contains(id))
                continue;
            auto branch = branchFrom(review, id, seen);
            if (!std::ranges::all_of(branch,
                                     [&is](NodeId member) { return is(member, Category::Activation); }))
                reportDead(review, std::move(branch));
        }
    }

    constexpr std::array<Rule, 10> kRules { advice::activationBeforeLoss,
                                            advice::noWeight,
                                            advice::secondLoss,
                                            advice::nothingToLearn,
                                            biasBeforeNorm,
                                            dropoutBeforeOutput,
                                            noActivation,
                                            largeLayer,
                                            idleLayer,
                                            softmaxOfOne };
} // namespace

std::int64_t numbersOf(const Network& network, const Analysis& analysis, const TrainingData& data)
{
    std::int64_t perRow = 0;
    for (const auto& node : network.nodes) {
        const auto* facts = analysis.factsOf(node.id);
        if (facts && facts->inputs.empty() && !facts->outputs.empty())
            perRow += facts->outputs[0].elements();
    }
    return perRow * data.rows;
}

std::vector<Problem> advise(const Network& network, const Analysis& analysis, const TrainingData& data)
{
    if (!network.blocks.empty())
        return adviseInside(network, {}, data);
    Review review { .network = network,
                    .analysis = analysis,
                    .data = data,
                    .wiring = Wiring(network),
                    .numbers = numbersOf(network, analysis, data) };
    for (const auto& node : network.nodes) {
        const auto* kind = review.wiring.kind(node.id);
        for (const auto rule : kRules) {
            if (kind && !node.isBypassed)
                rule(review, { node, *kind });
        }
    }
    deadBranches(review);
    return std::move(review.found);
}

} // namespace netwright::network
