// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/analysis.hpp"
#include "core/network/block_scope.hpp"

#include <algorithm>
#include <cassert>

namespace netwright::network {

namespace {
    /// A node outside that hands on to one of `nodes` what another of them gave; nothing if there is none.
    std::optional<NodeId> between(const Network& canvas, const std::set<NodeId>& nodes)
    {
        std::multimap<NodeId, NodeId> next;
        for (const auto& link : canvas.links)
            next.emplace(link.from.node, link.to.node);
        std::set<NodeId> seen;
        std::vector<NodeId> open(nodes.begin(), nodes.end());
        while (!open.empty()) {
            const auto at = open.back();
            open.pop_back();
            const auto [first, last] = next.equal_range(at);
            for (auto it = first; it != last; ++it) {
                const bool isInside = nodes.contains(it->second);
                if (isInside && !nodes.contains(at))
                    return at;
                if (!isInside && seen.insert(it->second).second)
                    open.push_back(it->second);
            }
        }
        return std::nullopt;
    }

    class Making {
    public:
        Making(Network& network, const Scope& scope, std::set<NodeId> nodes, const std::string& name)
            : m_network(network)
            , m_canvas(*scope.canvas)
            , m_outer(scope.block)
            , m_chosen(std::move(nodes))
        {
            m_block.name = name;
            m_block.body.nextId = m_canvas.nextId;
            m_block.body.flow = m_canvas.flow;
            for (const auto& link : m_canvas.links) {
                m_sources.emplace(link.to, link.from);
                m_readers.emplace(link.from, link.to);
            }
        }

        NodeId run()
        {
            const auto place = takeNodes();
            const auto nodes = m_block.body.nodes;
            for (const auto& node : nodes) {
                addInputs(node);
                addOutputs(node);
            }
            addPortNodes();
            takeGroups();
            const auto use = addUse(place);
            passOnExposed(use);
            m_network.blocks.push_back(std::move(m_block)); // moves the canvas, if it is one of these
            fitUses(m_network);
            return use;
        }

    private:
        /// A port to be: what it stands for outside, and the node inside that it is named after.
        struct PortPlan {
            std::optional<PortRef> outside; ///< of an input: its source
            PortRef inside; ///< of an output: its source
            std::vector<PortRef> readers = {}; ///< inside, of an input; outside, of an output
        };

        [[nodiscard]] bool isInside(const PortRef& port) const { return m_chosen.contains(port.node); }

        std::size_t takeNodes()
        {
            const auto isChosen = [this](const Node& node) { return m_chosen.contains(node.id); };
            const auto place = std::ranges::find_if(m_canvas.nodes, isChosen) - m_canvas.nodes.begin();
            std::ranges::copy_if(m_canvas.nodes, std::back_inserter(m_block.body.nodes), isChosen);
            std::ranges::copy_if(
                m_canvas.links, std::back_inserter(m_block.body.links),
                [this](const Link& link) { return isInside(link.from) && isInside(link.to); });
            std::erase_if(m_canvas.nodes, isChosen);
            std::erase_if(m_canvas.links,
                          [this](const Link& link) { return isInside(link.from) || isInside(link.to); });
            return static_cast<std::size_t>(place);
        }

        void addInputs(const Node& node)
        {
            const auto kind = kindOf(m_network, node.layer);
            for (int port = 0; kind && port < static_cast<int>(kind->inputs.size()); ++port) {
                const PortRef input { node.id, port };
                const auto source = m_sources.find(input);
                if (source != m_sources.end() && isInside(source->second))
                    continue;
                const auto outside = source == m_sources.end() ? std::nullopt : std::optional(source->second);
                const auto same
                    = !outside ? m_inputs.end() : std::ranges::find(m_inputs, outside, &PortPlan::outside);
                if (same != m_inputs.end())
                    same->readers.push_back(input);
                else
                    m_inputs.push_back({ .outside = outside, .inside = input, .readers = { input } });
            }
        }

        /// What is read outside, and what nothing reads.
        void addOutputs(const Node& node)
        {
            const auto kind = kindOf(m_network, node.layer);
            for (int port = 0; kind && port < static_cast<int>(kind->outputs.size()); ++port) {
                PortPlan plan { .outside = {}, .inside = { node.id, port } };
                const auto [first, last] = m_readers.equal_range(plan.inside);
                for (auto it = first; it != last; ++it) {
                    if (!isInside(it->second))
                        plan.readers.push_back(it->second);
                }
                if (first == last || !plan.readers.empty())
                    m_outputs.push_back(std::move(plan));
            }
        }

        void addPortNodes()
        {
            auto& body = m_block.body;
            const auto middle = middleOf(body.nodes).y;
            const auto reach = heightOf(body.nodes) / 2 + kRowDistance;
            FreeNames names(body);
            for (const auto& input : m_inputs) {
                const auto* source = input.outside ? m_canvas.find(input.outside->node) : nullptr;
                const auto& near = source ? source->name : body.find(input.inside.node)->name;
                const auto id = addPort(kBlockInput, input, middle - reach,
                                        names.take(m_inputs.size() == 1 ? "input" : near + "_input"));
                for (const auto& reader : input.readers)
                    body.links.push_back({ { id, 0 }, reader });
            }
            for (const auto& output : m_outputs) {
                const auto& near = body.find(output.inside.node)->name;
                const auto id = addPort(kBlockOutput, output, middle + reach,
                                        names.take(m_outputs.size() == 1 ? "output" : near + "_output"));
                body.links.push_back({ output.inside, { id, 0 } });
            }
        }

        /// Above or below its node, beside the ports that are there.
        NodeId addPort(std::string_view layer, const PortPlan& plan, double y, const std::string& name)
        {
            auto& body = m_block.body;
            const NodeId id { body.nextId++ };
            double x = body.find(plan.inside.node)->position.x;
            for (const auto& other : body.nodes) {
                if (other.layer == layer && other.position.x + kColumnDistance > x)
                    x = other.position.x + kColumnDistance;
            }
            body.nodes.push_back({ .id = id,
                                   .name = name,
                                   .layer = std::string(layer),
                                   .parameters = {},
                                   .position = { x, y } });
            return id;
        }

        /// Groups that are all inside go there.
        void takeGroups()
        {
            const auto isChosen = [this](NodeId id) { return m_chosen.contains(id); };
            for (auto& group : m_canvas.groups) {
                if (std::ranges::all_of(group.nodes, isChosen))
                    m_block.body.groups.push_back(group);
                std::erase_if(group.nodes, isChosen);
            }
            std::erase_if(m_canvas.groups, [](const Group& group) { return group.nodes.empty(); });
        }

        NodeId addUse(std::size_t place)
        {
            const NodeId id { m_canvas.nextId++ };
            const auto at = m_canvas.nodes.begin() + static_cast<std::ptrdiff_t>(place);
            const auto layer = blockLayer(m_block.name);
            m_canvas.nodes.insert(at,
                                  { .id = id,
                                    .name = m_canvas.freeName(layer),
                                    .layer = layer,
                                    .parameters = {},
                                    .position = middleOf(m_block.body.nodes) });
            for (int port = 0; port < static_cast<int>(m_inputs.size()); ++port) {
                if (const auto& source = m_inputs[static_cast<std::size_t>(port)].outside)
                    m_canvas.links.push_back({ *source, { id, port } });
            }
            for (int port = 0; port < static_cast<int>(m_outputs.size()); ++port) {
                for (const auto& reader : m_outputs[static_cast<std::size_t>(port)].readers)
                    m_canvas.links.push_back({ { id, port }, reader });
            }
            return id;
        }

        /// What the block around exposes of the nodes goes through the new block.
        void passOnExposed(NodeId use)
        {
            for (std::size_t i = 0; m_outer && i < m_outer->exposed.size(); ++i) {
                auto& outer = m_outer->exposed[i];
                const auto isGone = [this](const auto& target) { return m_chosen.contains(target.node); };
                const auto first = std::ranges::find_if(outer.targets, isGone);
                if (first == outer.targets.end())
                    continue;
                ExposedParameter inner { .name = outer.name, .targets = {} };
                std::ranges::copy_if(outer.targets, std::back_inserter(inner.targets), isGone);
                *first = { .node = use, .parameter = outer.name };
                std::erase_if(outer.targets, isGone);
                m_block.exposed.push_back(std::move(inner));
            }
        }

        Network& m_network;
        Network& m_canvas;
        Block* m_outer;
        std::set<NodeId> m_chosen;
        Block m_block;
        std::map<PortRef, PortRef> m_sources;
        std::multimap<PortRef, PortRef> m_readers;
        std::vector<PortPlan> m_inputs;
        std::vector<PortPlan> m_outputs;
    };
} // namespace

Result<MadeBlock> makeBlock(const Network& network, const NodePath& path, const std::set<NodeId>& nodes,
                            const std::string& name)
{
    auto after = network;
    const auto scope = scopeAt(after, path);
    assert(scope);
    if (const auto checked = checkBlockName(network, name); !checked)
        return failed(checked);
    if (network.blocks.size() >= kMaximumBlocks) // a file with more would not open again
        return fail({}, "a network has at most {} blocks; delete some that nothing uses", kMaximumBlocks);
    std::set<NodeId> chosen;
    for (const auto& node : scope->canvas->nodes) {
        if (nodes.contains(node.id) && !isPort(node.layer))
            chosen.insert(node.id);
    }
    if (chosen.empty())
        return fail({}, "a block needs layers; select some");
    if (const auto outside = between(*scope->canvas, chosen))
        return fail({}, "{} stands between the layers of the block; select it too",
                    describe(*scope->canvas->find(*outside)));
    const auto use = Making(after, *scope, std::move(chosen), name).run();
    return MadeBlock { .network = std::move(after), .node = use };
}

} // namespace netwright::network
