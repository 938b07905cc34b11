// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that remove, add or change nodes as a whole.
#include "core/network/fix_proposals.hpp"
#include "core/network/surgery.hpp"

#include <algorithm>

namespace netwright::network::proposals {

namespace {
    /// A name of its own for a node: what it was called, with a number behind.
    std::string freeNameFor(const Network& network, const Node& node)
    {
        return network.freeName(checkNodeName(node.name) ? node.name : node.layer);
    }
} // namespace

void enable(const Question& question, Fixes& fixes)
{
    auto after = question.network;
    after.find(*question.problem.node)->isBypassed = false;
    fixes.push_back({ fmt::format("Enable {}", question.node()->name), std::move(after) });
}

void removeNode(const Question& question, Fixes& fixes)
{
    auto after = question.network;
    removeAndHeal(after, *question.problem.node);
    fixes.push_back({ fmt::format("Remove {}", question.node()->name), std::move(after) });
}

void removeIdleNode(const Question& question, Fixes& fixes)
{
    if (question.wiring.outOf(*question.problem.node).empty())
        removeNode(question, fixes);
}

void removeBranch(const Question& question, Fixes& fixes)
{
    const auto& others = question.problem.others;
    std::set<NodeId> branch(others.begin(), others.end());
    branch.insert(*question.problem.node);
    auto after = question.network;
    removeAll(after, branch);
    fixes.push_back({ others.empty()
                          ? fmt::format("Remove {}", question.node()->name)
                          : fmt::format("Remove {} and {} behind it", question.node()->name, others.size()),
                      std::move(after) });
}

void passBy(const Question& question, Fixes& fixes)
{
    const auto id = *question.problem.node;
    const auto& links = question.problem.links; // the ones that should pass it by; none: all of them
    const auto* source = question.wiring.into({ id, 0 });
    auto after = question.network;
    if (source && !links.empty() && links.size() < question.wiring.outOf(id).size()) {
        for (const auto& link : links)
            after.connect({ .from = source->from, .to = link.to });
        const auto& behind = question.wiring.node(links.front().to.node)->name;
        fixes.push_back(
            { fmt::format("Let {} pass {} by", behind, question.node()->name), std::move(after) });
        return;
    }
    removeAndHeal(after, id);
    fixes.push_back({ fmt::format("Remove {}", question.node()->name), std::move(after) });
}

void moveBeforeWeights(const Question& question, Fixes& fixes)
{
    constexpr int kFarthest = 16;
    const auto& moved = *question.node();
    const auto* link = question.wiring.into({ moved.id, 0 });
    const Node* last = nullptr;
    for (int step = 0; link && !last && step < kFarthest; ++step) {
        const auto* facts = question.analysis.factsOf(link->from.node);
        if (facts && facts->cost.parameters > 0)
            last = question.wiring.node(link->from.node);
        link = question.wiring.into({ link->from.node, 0 });
    }
    if (!last || !link)
        return;
    auto after = question.network;
    moveOnto(after, moved.id, *link);
    fixes.push_back({ fmt::format("Move {} before {}", moved.name, last->name), std::move(after) });
}

void rename(const Question& question, Fixes& fixes)
{
    auto after = question.network;
    const auto name = freeNameFor(after, *question.node());
    after.find(*question.problem.node)->name = name;
    fixes.push_back({ fmt::format("Rename {} to {}", question.node()->name, name), std::move(after) });
}

void insertActivation(const Question& question, Fixes& fixes)
{
    const auto& link = question.problem.links.front();
    auto after = question.network;
    insertOn(after, link, "relu");
    fixes.push_back({ fmt::format("Insert ReLU behind {}", question.wiring.node(link.from.node)->name),
                      std::move(after) });
}

void useSigmoid(const Question& question, Fixes& fixes)
{
    auto after = question.network;
    changeKind(after, *question.problem.node, "sigmoid");
    fixes.push_back({ fmt::format("Make {} a Sigmoid", question.node()->name), std::move(after) });
}

} // namespace netwright::network::proposals
