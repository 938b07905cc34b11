// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that change links alone.
#include "core/network/fix_proposals.hpp"
#include "core/network/room.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace netwright::network::proposals {

namespace {
    constexpr std::size_t kMostSources = 3;

    const std::string& nameOf(const Question& question, NodeId id) { return question.wiring.node(id)->name; }

    bool isData(const Question& question, NodeId id)
    {
        return question.wiring.kind(id)->category == layers::Category::Data;
    }

    /// How well an output suits an input that is not connected: what feeds nothing yet first, then what fits,
    /// then what the node does not have yet, then what stands close above. Data itself is no prediction.
    auto rankOf(const Question& question, PortRef source)
    {
        const auto* shape = question.shapeOf(source);
        const bool fits = shape
            && question.takes(question.node()->parameters,
                              question.inputShapes(question.problem.port, *shape));
        const auto from = question.wiring.node(source.node)->position;
        const auto to = question.node()->position;
        const auto flow = question.network.flow;
        const auto isBelow = placeAlong(flow, from) >= placeAlong(flow, to);
        const bool isUsed = std::ranges::any_of(question.wiring.outOf(source.node),
                                                [source](const Link& link) { return link.from == source; });
        const bool isBare
            = question.kind()->category == layers::Category::Loss && isData(question, source.node);
        const bool isThere = std::ranges::any_of(question.wiring.into(question.node()->id),
                                                 [source](const Link& link) { return link.from == source; });
        return std::tuple(isBare, isUsed, !fits, isThere, isBelow, std::hypot(from.x - to.x, from.y - to.y));
    }

    Network without(Network network, const std::vector<Link>& links)
    {
        std::erase_if(network.links,
                      [&links](const Link& link) { return std::ranges::count(links, link) > 0; });
        return network;
    }
} // namespace

void connectInput(const Question& question, Fixes& fixes)
{
    const PortRef input { *question.problem.node, question.problem.port };
    const auto behind = question.wiring.downstream({ input.node });
    std::vector<std::pair<decltype(rankOf(question, {})), PortRef>> sources;
    for (const auto& node : question.network.nodes) {
        const auto* kind = question.wiring.kind(node.id);
        for (int port = 0; kind && port < std::ssize(kind->outputs); ++port) {
            if (!behind.contains(node.id))
                sources.emplace_back(rankOf(question, { node.id, port }), PortRef { node.id, port });
        }
    }
    std::ranges::sort(sources);
    const auto wanted = question.kind()->inputs.size() == 1
        ? std::string()
        : fmt::format("{} of ", question.kind()->inputs[static_cast<std::size_t>(input.port)].label);
    for (std::size_t i = 0; i < std::min(sources.size(), kMostSources); ++i) {
        const auto source = sources[i].second;
        auto after = question.network;
        after.connect({ .from = source, .to = input });
        fixes.push_back(
            { fmt::format("Connect {} to {}{}", nameOf(question, source.node), wanted, question.node()->name),
              std::move(after) });
    }
}

/// One that fits first, then one from a layer that would feed nothing without it, then the one drawn last.
void keepOneLink(const Question& question, Fixes& fixes)
{
    auto links = question.problem.links;
    std::ranges::reverse(links);
    std::ranges::stable_sort(links, {}, [&question](const Link& link) {
        const auto* shape = question.shapeOf(link.from);
        const bool fits = shape
            && question.takes(question.node()->parameters, question.inputShapes(link.to.port, *shape));
        return std::tuple(!fits, question.wiring.outOf(link.from.node).size() > 1);
    });
    for (const auto& kept : links) {
        auto others = question.problem.links;
        std::erase(others, kept);
        fixes.push_back({ fmt::format("Keep the link from {} alone", nameOf(question, kept.from.node)),
                          without(question.network, others) });
    }
}

void removeLinks(const Question& question, Fixes& fixes)
{
    fixes.push_back({ "Remove the link", without(question.network, question.problem.links) });
}

/// Links that go up first: most likely they were drawn to close the circle.
void cutCycle(const Question& question, Fixes& fixes)
{
    auto links = question.problem.links;
    const auto rise = [&question](const Link& link) {
        const auto flow = question.network.flow;
        return placeAlong(flow, question.wiring.node(link.to.node)->position)
            - placeAlong(flow, question.wiring.node(link.from.node)->position);
    };
    std::ranges::stable_sort(links, {}, rise);
    links.resize(std::min(links.size(), kMostSources));
    for (const auto& link : links)
        fixes.push_back({ fmt::format("Remove the link from {} to {}", nameOf(question, link.from.node),
                                      nameOf(question, link.to.node)),
                          without(question.network, { link }) });
}

} // namespace netwright::network::proposals
