// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/compare.hpp"

#include "core/network/block.hpp"
#include "core/network/matching.hpp"
#include "core/network/port_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace netwright::network {

namespace {
    std::string titleOf(const KindPointer& kind, const Node& node) { return kind ? kind->title : node.layer; }

    void add(std::vector<Difference>& differences, const std::string& what, std::string left,
             std::string right)
    {
        if (left != right)
            differences.push_back({ what, std::move(left), std::move(right) });
    }

    /// One canvas, with the network that defines the blocks used on it.
    struct Canvas {
        Canvas(const Network& drawn, const Network& network)
            : nodes(drawn)
            , definitions(network)
            , names(drawn, network)
        {
            for (const auto& node : drawn.nodes)
                byId.emplace(node.id, &node);
            for (const auto& link : drawn.links)
                sources.emplace(link.to, link.from);
        }

        [[nodiscard]] const Node& at(NodeId id) const { return *byId.at(id); }
        [[nodiscard]] KindPointer kindOf(NodeId id) const
        {
            return network::kindOf(definitions, at(id).layer);
        }
        [[nodiscard]] std::optional<PortRef> sourceOf(PortRef input) const
        {
            const auto it = sources.find(input);
            return it == sources.end() || !byId.contains(it->second.node) ? std::nullopt
                                                                          : std::optional(it->second);
        }
        [[nodiscard]] std::string textOf(std::optional<PortRef> output) const
        {
            return output ? names.textOf(at(output->node), output->port, &layers::LayerKind::outputs)
                          : std::string();
        }

        const Network& nodes;
        const Network& definitions;
        PortNames names;
        std::map<NodeId, const Node*> byId;
        std::map<PortRef, PortRef> sources;
    };

    /// Parameters that both kinds have are compared, and those that one has.
    void compareParameters(const Canvas& left, const Canvas& right, NodePair pair,
                           std::vector<Difference>& differences)
    {
        const auto& before = left.at(pair.left).parameters.all();
        const auto& after = right.at(pair.right).parameters.all();
        const auto text = [](const auto& values, const std::string& id) {
            const auto it = values.find(id);
            return it == values.end() ? std::string() : valueText(it->second);
        };
        std::set<std::string> seen;
        for (const auto& kind : { right.kindOf(pair.right), left.kindOf(pair.left) }) {
            for (const auto& spec : kind ? kind->parameters : std::vector<ParameterSpec>()) {
                if (seen.insert(spec.id).second)
                    add(differences, spec.label, text(before, spec.id), text(after, spec.id));
            }
        }
    }

    class Comparing {
    public:
        Comparing(const Network& left, const Network& right)
            : m_left(left)
            , m_right(right)
        {
        }

        Comparison run()
        {
            add(m_result.whole, "Dataset", m_left.dataset, m_right.dataset);
            std::vector<std::string> blocks;
            for (const auto& block : m_right.blocks)
                blocks.push_back(block.name);
            for (const auto& block : m_left.blocks)
                if (!m_right.block(block.name))
                    blocks.push_back(block.name);
            for (const auto& name : blocks)
                if (differs(name))
                    m_changedBlocks.try_emplace(name);
            spreadChanges(); // before any line is written: a use says whether its block has changed
            tellChanges();
            compareCanvases({}, m_left, m_right, m_result.layers);
            for (const auto& name : blocks)
                compareBlock(name, m_result.layers);
            return std::move(m_result);
        }

    private:
        void compareBlock(const std::string& name, std::vector<LayerDifference>& layers) const
        {
            static const Network kNothing;
            const auto* left = m_left.block(name);
            const auto* right = m_right.block(name);
            compareCanvases(name, left ? left->body : kNothing, right ? right->body : kNothing, layers);
        }

        [[nodiscard]] bool differs(const std::string& name) const
        {
            const auto* left = m_left.block(name);
            const auto* right = m_right.block(name);
            if (left && right && left->exposed != right->exposed)
                return true;
            std::vector<LayerDifference> layers;
            compareBlock(name, layers);
            return std::ranges::any_of(layers,
                                       [](const auto& layer) { return layer.change != Change::Same; });
        }

        /// "2 layers changed, 1 added".
        [[nodiscard]] std::string insideText(const std::string& name) const
        {
            std::vector<LayerDifference> layers;
            compareBlock(name, layers);
            std::string text;
            const auto tell = [&](Change change, const char* verb) {
                const auto count = std::ranges::count(layers, change, &LayerDifference::change);
                if (count == 0)
                    return;
                const char* noun = !text.empty() ? "" : count == 1 ? " layer" : " layers";
                text += fmt::format("{}{}{} {}", text.empty() ? "" : ", ", count, noun, verb);
            };
            tell(Change::Changed, "changed");
            tell(Change::Added, "added");
            tell(Change::Removed, "removed");
            tell(Change::Renamed, "renamed");
            return text.empty() ? "parameters changed" : text;
        }

        /// A block that uses a changed one has changed.
        void spreadChanges()
        {
            std::map<std::string_view, std::vector<std::string_view>> users;
            for (const auto& block : m_right.blocks) {
                for (const auto& node : block.body.nodes)
                    if (const auto used = blockName(node.layer))
                        users[*used].push_back(block.name);
            }
            std::vector<std::string_view> open;
            for (const auto& [name, text] : m_changedBlocks)
                open.push_back(name);
            while (!open.empty()) {
                const auto changed = open.back();
                open.pop_back();
                for (const auto user : users[changed])
                    if (m_changedBlocks.try_emplace(std::string(user)).second)
                        open.push_back(user);
            }
        }

        /// Once for each block, however many nodes use it. What is said of one counts the layers inside that
        /// differ; of a use among them it matters that it has changed, not yet what is said of that.
        void tellChanges()
        {
            auto told = m_changedBlocks;
            for (auto& [name, text] : told)
                text = insideText(name);
            m_changedBlocks = std::move(told);
        }

        void compareCanvases(const std::string& block, const Network& leftNodes, const Network& rightNodes,
                             std::vector<LayerDifference>& layers) const
        {
            const Canvas left(leftNodes, m_left);
            const Canvas right(rightNodes, m_right);
            std::map<NodeId, NodeId> leftOf;
            std::set<NodeId> kept;
            for (const auto& [from, to] : matchNodes(leftNodes, rightNodes)) {
                leftOf.emplace(to, from);
                kept.insert(from);
            }
            for (const auto& node : rightNodes.nodes) {
                const auto it = leftOf.find(node.id);
                if (it == leftOf.end())
                    layers.push_back({ block, std::nullopt, node.id, Change::Added });
                else
                    layers.push_back(compareNodes(block, left, right, { it->second, node.id }, leftOf));
            }
            for (const auto& node : leftNodes.nodes) {
                if (!kept.contains(node.id))
                    layers.push_back({ block, node.id, std::nullopt, Change::Removed });
            }
        }

        LayerDifference compareNodes(const std::string& block, const Canvas& left, const Canvas& right,
                                     NodePair pair, const std::map<NodeId, NodeId>& leftOf) const
        {
            LayerDifference layer { block, pair.left, pair.right };
            auto& differences = layer.differences;
            const auto& before = left.at(pair.left);
            const auto& after = right.at(pair.right);
            add(differences, "Name", before.name, after.name);
            add(differences, "Kind", titleOf(left.kindOf(pair.left), before),
                titleOf(right.kindOf(pair.right), after));
            add(differences, "Bypassed", before.isBypassed ? "yes" : "no", after.isBypassed ? "yes" : "no");
            compareParameters(left, right, pair, differences);
            compareInputs(left, right, pair, leftOf, differences);
            const auto used = blockName(after.layer);
            const auto inside = used ? m_changedBlocks.find(*used) : m_changedBlocks.end();
            if (inside != m_changedBlocks.end())
                differences.push_back({ "Inside", {}, inside->second });
            const bool isRenamed = differences.size() == 1 && before.name != after.name;
            layer.change = differences.empty() ? Change::Same : isRenamed ? Change::Renamed : Change::Changed;
            return layer;
        }

        /// An input has changed where it is fed by another layer, not where that layer has another name.
        static void compareInputs(const Canvas& left, const Canvas& right, NodePair pair,
                                  const std::map<NodeId, NodeId>& leftOf,
                                  std::vector<Difference>& differences)
        {
            const auto kind = right.kindOf(pair.right);
            const auto ports = kind ? kind->inputs : std::vector<layers::Port>();
            for (std::size_t i = 0; i < ports.size(); ++i) {
                const int port = static_cast<int>(i);
                const auto before = left.sourceOf({ pair.left, port });
                const auto after = right.sourceOf({ pair.right, port });
                const auto same = after ? leftOf.find(after->node) : leftOf.end();
                const bool isSame = before && after
                    ? same != leftOf.end() && same->second == before->node && before->port == after->port
                    : !before && !after;
                if (!isSame)
                    differences.push_back({ ports.size() == 1 ? "Input" : "Input " + ports[i].label,
                                            left.textOf(before), right.textOf(after) });
            }
        }

        const Network& m_left;
        const Network& m_right;
        std::map<std::string, std::string, std::less<>> m_changedBlocks; ///< each with what changed inside
        Comparison m_result;
    };
} // namespace

bool Comparison::isSame() const { return whole.empty() && count(Change::Same) == layers.size(); }

std::size_t Comparison::count(Change change) const
{
    return static_cast<std::size_t>(std::ranges::count(layers, change, &LayerDifference::change));
}

Comparison compare(const Network& left, const Network& right) { return Comparing(left, right).run(); }

} // namespace netwright::network
