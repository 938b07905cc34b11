// SPDX-License-Identifier: GPL-3.0-or-later
// What the analysis of an expanded network says about the nodes of one canvas.
#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/advice.hpp"
#include "core/network/analysis.hpp"
#include "core/network/expansion_tree.hpp"
#include "core/network/recomputation.hpp"
#include "core/network/size_limits.hpp"

#include <algorithm>
#include <ranges>
#include <set>

namespace netwright::network {

namespace {
    bool isWithin(const NodePath& path, const NodePath& canvas)
    {
        return path.size() > canvas.size()
            && std::ranges::equal(canvas, path | std::views::take(canvas.size()));
    }

    layers::Cost sum(layers::Cost total, layers::Cost cost, bool isShared)
    {
        cost.parameters = isShared ? 0 : cost.parameters;
        addSaturating(total, cost);
        return total;
    }

    class Folding {
    public:
        Folding(const ExpansionTree& tree, const Analysis& flat, std::size_t place)
            : m_tree(tree)
            , m_flat(flat)
            , m_place(place)
            , m_canvas(*tree.instance(place).index->canvas)
            , m_path(tree.instance(place).path)
        {
        }

        Analysis run()
        {
            sort();
            for (const auto& node : m_canvas.nodes)
                addFacts(node);
            addTotal();
            for (const auto& fault : m_tree.expansion().faults)
                addFault(fault);
            for (const auto& problem : m_flat.problems)
                addProblem(problem, m_result.problems);
            for (const auto& warning : m_flat.warnings)
                addProblem(warning, m_result.warnings);
            return std::move(m_result);
        }

    private:
        [[nodiscard]] const NodePath& originOf(NodeId flat) const
        {
            return m_tree.expansion().origins.at(flat);
        }

        /// The node of this canvas that a node of the expanded network belongs to.
        [[nodiscard]] std::optional<NodeId> nodeOf(NodeId flat) const
        {
            const auto& origin = originOf(flat);
            return isWithin(origin, m_path) ? std::optional(origin[m_path.size()]) : std::nullopt;
        }

        void sort()
        {
            const auto& index = *m_tree.instance(m_place).index;
            std::set<NodeId> seen;
            const auto add = [&](NodeId id) {
                if (seen.insert(id).second)
                    m_result.order.push_back(id);
            };
            std::ranges::for_each(index.inputs, add);
            for (const auto id : m_flat.order) {
                if (const auto node = nodeOf(id))
                    add(*node);
            }
            std::ranges::for_each(index.outputs, add);
        }

        [[nodiscard]] const tensor::Shape* shapeOf(std::optional<PortRef> output) const
        {
            const auto* facts = output ? m_flat.factsOf(output->node) : nullptr;
            const auto port = output ? static_cast<std::size_t>(output->port) : 0;
            return facts && port < facts->outputs.size() ? &facts->outputs[port] : nullptr;
        }

        void addFacts(const Node& node)
        {
            const auto& flat = m_tree.instance(m_place).flat;
            if (const auto it = flat.find(node.id.value); it != flat.end()) {
                if (const auto* facts = m_flat.factsOf(it->second))
                    m_result.facts.emplace(node.id, *facts);
            } else if (const auto facts = isPort(node.layer) ? factsOfPort(node) : factsOfBlock(node)) {
                m_result.facts.emplace(node.id, *facts);
            }
        }

        [[nodiscard]] std::optional<NodeFacts> factsOfPort(const Node& node) const
        {
            const bool isInput = node.layer == kBlockInput;
            const auto* shape = shapeOf(isInput ? m_tree.resolve(m_place, { node.id, 0 })
                                                : m_tree.sourceOf(m_place, { node.id, 0 }));
            if (!shape)
                return std::nullopt;
            NodeFacts facts;
            (isInput ? facts.outputs : facts.inputs) = { *shape };
            return facts;
        }

        /// Nothing unless all that is inside has facts.
        [[nodiscard]] std::optional<NodeFacts> factsOfBlock(const Node& node) const
        {
            const auto& children = m_tree.instance(m_place).children;
            const auto repeats = children.find(node.id);
            if (repeats == children.end())
                return std::nullopt;
            const auto& index = *m_tree.instance(repeats->second.front()).index;
            NodeFacts facts;
            const auto collect = [](std::vector<tensor::Shape>& shapes, const tensor::Shape* shape) {
                if (shape)
                    shapes.push_back(*shape);
                return shape != nullptr;
            };
            for (int port = 0; port < static_cast<int>(index.inputs.size()); ++port) {
                if (!collect(facts.inputs, shapeOf(m_tree.sourceOf(m_place, { node.id, port }))))
                    return std::nullopt;
            }
            for (int port = 0; port < static_cast<int>(index.outputs.size()); ++port) {
                if (!collect(facts.outputs, shapeOf(m_tree.resolve(m_place, { node.id, port }))))
                    return std::nullopt;
            }
            for (const auto repeat : repeats->second) {
                if (!addCost(facts.cost, repeat))
                    return std::nullopt;
            }
            return facts;
        }

        /// Of all nodes in an instance, and in those inside it; false where one has no facts.
        bool addCost(layers::Cost& cost, std::size_t place) const
        {
            const auto& instance = m_tree.instance(place);
            for (const auto& [id, flat] : instance.flat) {
                const auto* facts = m_flat.factsOf(flat);
                if (!facts)
                    return false;
                const bool isShared = m_tree.expansion().owners.contains(flat);
                cost = sum(cost, facts->cost, isShared);
            }
            for (const auto& [node, repeats] : instance.children) {
                if (!std::ranges::all_of(repeats, [&](auto repeat) { return addCost(cost, repeat); }))
                    return false;
            }
            return true;
        }

        void addTotal()
        {
            if (m_place == 0) {
                m_result.total = m_flat.total;
                m_result.recomputedBytes = m_flat.recomputedBytes;
                return;
            }
            for (const auto& [id, facts] : m_result.facts)
                m_result.total = sum(m_result.total, facts.cost, false);
        }

        void addFault(const BlockFault& fault)
        {
            Problem problem { .node = {}, .message = {}, .code = fault.code };
            problem.reason = fault.message;
            problem.port = fault.port;
            problem.parameter = fault.parameter;
            if (!fault.path.empty())
                add(std::move(problem), fault.path, m_result.problems);
            else if (m_place == 0)
                addForNetwork(std::move(problem));
        }

        void addProblem(const Problem& problem, std::vector<Problem>& list)
        {
            if (!problem.node && m_place == 0)
                list.push_back(problem);
            if (problem.node && !isConsequence(problem))
                add(problem, originOf(*problem.node), list);
        }

        /// An input that is not connected because the block that it is linked to, or stands in, is at fault.
        [[nodiscard]] bool isConsequence(const Problem& problem) const
        {
            const auto& [network, origins, owners, segments, loose, faults] = m_tree.expansion();
            if (problem.code != ProblemCode::Unconnected || faults.empty())
                return false;
            return loose.contains(*problem.node) || std::ranges::any_of(faults, [&](const BlockFault& fault) {
                       return isWithin(originOf(*problem.node), fault.path);
                   });
        }

        void addForNetwork(Problem problem)
        {
            problem.message = problem.reason;
            m_result.problems.push_back(std::move(problem));
        }

        /// Draws it on the node of this canvas that it belongs to.
        void add(Problem problem, const NodePath& origin, std::vector<Problem>& list) const
        {
            if (!isWithin(origin, m_path))
                return;
            const auto& node = *m_canvas.find(origin[m_path.size()]);
            if (origin.size() > m_path.size() + 1) {
                problem.reason
                    = fmt::format("inside it, {}: {}", describe(innermost(origin)), problem.reason);
                problem.code = ProblemCode::InsideBlock;
                problem.within.assign(origin.begin() + std::ssize(m_path) + 1, origin.end());
                problem.port = -1;
                problem.parameter.clear();
            }
            problem.node = node.id;
            problem.message = fmt::format("{}: {}", describe(node), problem.reason);
            keepWhatIsHere(problem);
            if (std::ranges::count(list, problem) == 0) // each repeat says the same
                list.push_back(std::move(problem));
        }

        [[nodiscard]] const Node& innermost(const NodePath& origin) const
        {
            const auto place = m_tree.find({ origin.begin(), std::prev(origin.end()) });
            return *m_tree.instance(*place).index->nodes.at(origin.back().value);
        }

        void keepWhatIsHere(Problem& problem) const
        {
            const auto& origins = m_tree.expansion().origins;
            const auto isHere = [&](NodeId flat) {
                return origins.contains(flat) && originOf(flat).size() == m_path.size() + 1 && nodeOf(flat);
            };
            std::erase_if(problem.others, [&](NodeId id) { return !isHere(id); });
            for (auto& id : problem.others)
                id = *nodeOf(id);
            std::erase_if(problem.links,
                          [&](const Link& link) { return !isHere(link.from.node) || !isHere(link.to.node); });
            for (auto& link : problem.links) {
                link.from.node = *nodeOf(link.from.node);
                link.to.node = *nodeOf(link.to.node);
            }
        }

        const ExpansionTree& m_tree;
        const Analysis& m_flat;
        std::size_t m_place;
        const Network& m_canvas;
        const NodePath& m_path;
        Analysis m_result;
    };
} // namespace

namespace {
    bool agree(const std::vector<layers::WeightSpec>& left, const std::vector<layers::WeightSpec>& right)
    {
        return std::ranges::equal(left, right, {}, &layers::WeightSpec::shape, &layers::WeightSpec::shape);
    }

    std::vector<layers::WeightSpec> weightsOf(const Node& node, const NodeFacts& facts)
    {
        static const tensor::Signature kNothing;
        return layers::weightsOf(*layers::findLayer(node.layer), { node.parameters, facts.inputs, kNothing });
    }

    /// Why a node cannot use the weights of another one; empty where it can.
    std::string refusal(const Network& network, NodeId id, const std::string& owner, const Analysis& analysis)
    {
        const auto& node = *network.find(id);
        const auto* other = network.find(owner);
        const auto* facts = analysis.factsOf(id);
        const auto* first = other ? analysis.factsOf(other->id) : nullptr;
        if (!facts || !first)
            return {};
        const auto wanted = weightsOf(node, *facts);
        if (std::ranges::any_of(wanted, &layers::WeightSpec::rowsPerSample))
            return "shares its weights with others, which a table cannot; give the block its own weights";
        if (agree(wanted, weightsOf(*other, *first)))
            return {};
        return fmt::format("shares the weights of {}, but would need others; give the block its own weights, "
                           "or equal inputs and parameters",
                           describe(*other));
    }

    /// Nodes with one set of weights must want the same.
    void checkOwners(const Expansion& expansion, Analysis& analysis)
    {
        for (const auto& [id, owner] : expansion.owners) {
            const auto reason = refusal(expansion.network, id, owner, analysis);
            if (reason.empty())
                continue;
            const auto& node = *expansion.network.find(id);
            analysis.problems.push_back({ .node = id,
                                          .message = fmt::format("{}: {}", describe(node), reason),
                                          .code = ProblemCode::SharedWeights,
                                          .reason = reason });
            analysis.facts.erase(id);
        }
    }
} // namespace

Analysis analyse(const Expansion& expansion, const tensor::Signature* data)
{
    auto analysis = analyse(expansion.network, data);
    if (!expansion.owners.empty()) {
        checkOwners(expansion, analysis);
        analysis.total = {};
        for (const auto& [id, facts] : analysis.facts)
            analysis.total = sum(analysis.total, facts.cost, expansion.owners.contains(id));
    }
    analysis.recomputedBytes = recomputedBytesOf(expansion, analysis);
    return analysis;
}

InsideAnalysis analyseAndAdvise(const Network& network, const NodePath& path, const TrainingData& data)
{
    const ExpansionTree tree(network);
    const auto place = tree.find(path);
    if (!place)
        return {};
    auto flat = analyse(tree.expansion(), data.columns);
    auto whole = Folding(tree, flat, 0).run();
    flat.warnings = advise(tree.expansion().network, flat, data);
    return { .inside = Folding(tree, flat, *place).run(), .whole = std::move(whole) };
}

std::vector<Problem> adviseInside(const Network& network, const NodePath& path, const TrainingData& data)
{
    const ExpansionTree tree(network);
    const auto place = tree.find(path);
    if (!place)
        return {};
    auto flat = analyse(tree.expansion(), data.columns);
    flat.warnings = advise(tree.expansion().network, flat, data);
    return Folding(tree, flat, *place).run().warnings;
}

Analysis analyseInside(const Network& network, const NodePath& path, const tensor::Signature* data)
{
    if (path.empty() && network.blocks.empty())
        return analyse(network, data);
    const ExpansionTree tree(network);
    const auto place = tree.find(path);
    if (!place)
        return {};
    return Folding(tree, analyse(tree.expansion(), data), *place).run();
}

} // namespace netwright::network
