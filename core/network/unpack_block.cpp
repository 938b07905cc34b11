// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block_scope.hpp"

#include <algorithm>
#include <cassert>

namespace netwright::network {

namespace {
    class Unpacking {
    public:
        Unpacking(Network& canvas, const Node& use, const Block& block)
            : m_canvas(canvas)
            , m_use(use)
            , m_block(block)
            , m_values(valuesInside(block, use.parameters))
            , m_repeats(static_cast<std::size_t>(use.parameters.integer(kRepeat)))
        {
            for (const auto& node : block.body.nodes) {
                if (isPort(node.layer))
                    (node.layer == kBlockInput ? m_inputs : m_outputs).push_back(node.id);
            }
            for (const auto& link : block.body.links)
                m_sources.emplace(link.to, link.from);
        }

        std::set<NodeId> run()
        {
            const auto place = takeUse();
            FreeNames names(m_canvas);
            for (std::size_t repeat = 0; repeat < m_repeats; ++repeat)
                addNodes(repeat, names);
            m_canvas.nodes.insert(m_canvas.nodes.begin() + place, m_added.begin(), m_added.end());
            for (std::size_t repeat = 0; repeat < m_repeats; ++repeat)
                addLinks(repeat);
            addOuterLinks();
            addAnnotations();
            std::set<NodeId> added;
            for (const auto& node : m_added)
                added.insert(node.id);
            return added;
        }

        /// What the canvas's own block exposed of the node that is gone.
        void passOnExposed(Block& outer) const
        {
            for (auto& exposed : outer.exposed) {
                std::vector<ExposedParameter::Target> targets;
                for (const auto& target : exposed.targets) {
                    if (target.node == m_use.id)
                        append(targets, target.parameter);
                    else
                        targets.push_back(target);
                }
                exposed.targets = std::move(targets);
            }
            std::erase_if(outer.exposed, [](const auto& exposed) { return exposed.targets.empty(); });
        }

    private:
        void append(std::vector<ExposedParameter::Target>& targets, const std::string& parameter) const
        {
            const auto inner = std::ranges::find(m_block.exposed, parameter, &ExposedParameter::name);
            for (const auto& copies : m_copies) {
                for (std::size_t i = 0; inner != m_block.exposed.end() && i < inner->targets.size(); ++i) {
                    const auto copy = copies.find(inner->targets[i].node);
                    if (copy != copies.end())
                        targets.push_back({ copy->second, inner->targets[i].parameter });
                }
            }
        }

        std::ptrdiff_t takeUse()
        {
            const auto at = std::ranges::find(m_canvas.nodes, m_use.id, &Node::id);
            const auto place = at - m_canvas.nodes.begin();
            m_canvas.nodes.erase(at);
            for (const auto& link : m_canvas.links) {
                if (link.to.node == m_use.id)
                    m_feeds.emplace(link.to.port, link.from);
                else if (link.from.node == m_use.id)
                    m_readers.push_back(link);
            }
            std::erase_if(m_canvas.links, [this](const Link& link) {
                return link.to.node == m_use.id || link.from.node == m_use.id;
            });
            return place;
        }

        void addNodes(std::size_t repeat, FreeNames& names)
        {
            const auto middle = middleOf(m_block.body.nodes);
            const double down = static_cast<double>(repeat) * (heightOf(m_block.body.nodes) + kRowDistance);
            m_offset = { m_use.position.x - middle.x, m_use.position.y - middle.y };
            auto& copies = m_copies.emplace_back();
            for (const auto& node : m_block.body.nodes) {
                if (isPort(node.layer))
                    continue;
                auto& copy = m_added.emplace_back(node);
                copy.id = NodeId { m_canvas.nextId++ };
                copy.name = names.take(node.name);
                copy.position = { node.position.x + m_offset.x, node.position.y + m_offset.y + down };
                copy.isBypassed = node.isBypassed || m_use.isBypassed;
                if (const auto values = m_values.find(node.id); values != m_values.end())
                    copy.parameters = values->second;
                copies.emplace(node.id, copy.id);
            }
        }

        /// What stands on the canvas for an output inside a repeat. Wires that lead round in a circle lead
        /// nowhere.
        [[nodiscard]] std::optional<PortRef> source(std::size_t repeat, PortRef inside) const
        {
            while (true) {
                if (const auto copy = m_copies[repeat].find(inside.node); copy != m_copies[repeat].end())
                    return PortRef { copy->second, inside.port };
                const auto port = std::ranges::find(m_inputs, inside.node) - m_inputs.begin();
                if (repeat == 0) {
                    const auto feed = m_feeds.find(static_cast<int>(port));
                    return feed == m_feeds.end() ? std::nullopt : std::optional(feed->second);
                }
                const auto before = m_sources.find({ m_outputs[static_cast<std::size_t>(port)], 0 });
                if (before == m_sources.end())
                    return std::nullopt;
                --repeat;
                inside = before->second;
            }
        }

        void addLinks(std::size_t repeat)
        {
            for (const auto& link : m_block.body.links) {
                const auto to = m_copies[repeat].find(link.to.node);
                if (to == m_copies[repeat].end())
                    continue;
                if (const auto from = source(repeat, link.from))
                    m_canvas.links.push_back({ *from, { to->second, link.to.port } });
            }
        }

        void addOuterLinks()
        {
            for (const auto& link : m_readers) {
                const auto port = static_cast<std::size_t>(link.from.port);
                const auto inside
                    = port < m_outputs.size() ? m_sources.find({ m_outputs[port], 0 }) : m_sources.end();
                if (inside == m_sources.end())
                    continue;
                const auto from = source(m_repeats - 1, inside->second);
                if (from && from->node != m_use.id)
                    m_canvas.links.push_back({ *from, link.to });
            }
        }

        void addAnnotations()
        {
            for (auto note : m_block.body.notes) {
                note.id = NoteId { m_canvas.nextId++ };
                note.position = { note.position.x + m_offset.x, note.position.y + m_offset.y };
                m_canvas.notes.push_back(std::move(note));
            }
            const auto around = std::ranges::find_if(
                m_canvas.groups, [this](const Group& group) { return group.nodes.contains(m_use.id); });
            if (around != m_canvas.groups.end()) {
                around->nodes.erase(m_use.id);
                for (const auto& node : m_added)
                    around->nodes.insert(node.id);
                return; // a node is in one group
            }
            for (const auto& copies : m_copies) {
                for (auto group : m_block.body.groups) {
                    group.id = GroupId { m_canvas.nextId++ };
                    std::set<NodeId> members;
                    for (const auto id : group.nodes) {
                        if (const auto copy = copies.find(id); copy != copies.end())
                            members.insert(copy->second);
                    }
                    group.nodes = std::move(members);
                    if (!group.nodes.empty())
                        m_canvas.groups.push_back(std::move(group));
                }
            }
        }

        Network& m_canvas;
        Node m_use;
        const Block& m_block;
        std::map<NodeId, ParameterValues> m_values;
        std::size_t m_repeats;
        std::vector<NodeId> m_inputs;
        std::vector<NodeId> m_outputs;
        std::map<PortRef, PortRef> m_sources; ///< inside
        std::map<int, PortRef> m_feeds; ///< of the inputs of the use
        std::vector<Link> m_readers; ///< of its outputs
        std::vector<Node> m_added;
        std::vector<std::map<NodeId, NodeId>> m_copies; ///< by repeat
        Position m_offset;
    };

    Status check(const Network& network, const Node& node)
    {
        const auto name = blockName(node.layer);
        const auto* block = name ? network.block(*name) : nullptr;
        if (!block)
            return fail({}, "\"{}\" uses no block", node.name);
        for (const auto& inner : block->body.nodes) {
            if (const auto used = blockName(inner.layer); used && uses(network, *used, *name))
                return fail({}, "the block \"{}\" contains itself", *name);
        }
        const auto kind = kindOf(network, node.layer);
        const auto values = fitted(*kind, node.parameters);
        if (const auto checked = checkValues(kind->parameters, values); !checked)
            return checked;
        const auto repeats = values.integer(kRepeat);
        if (repeats > 1 && kind->inputs.size() != kind->outputs.size())
            return fail({}, "the block \"{}\" is repeated, but does not give as much as it takes", *name);
        if (static_cast<std::size_t>(repeats) * block->body.nodes.size() > kMaximumNodes)
            return fail({}, "that would be more than {} layers", kMaximumNodes);
        return {};
    }
} // namespace

Result<Unpacked> unpack(const Network& network, const NodePath& path, NodeId id)
{
    auto after = network;
    const auto scope = scopeAt(after, path);
    assert(scope && scope->canvas->find(id));
    auto use = *scope->canvas->find(id);
    if (const auto checked = check(network, use); !checked)
        return failed(checked);
    use.parameters = fitted(*kindOf(network, use.layer), use.parameters);
    Unpacking unpacking(*scope->canvas, use, *network.block(*blockName(use.layer)));
    auto added = unpacking.run();
    if (scope->block)
        unpacking.passOnExposed(*scope->block);
    fitUses(after);
    return Unpacked { .network = std::move(after), .added = std::move(added) };
}

} // namespace netwright::network
