// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block.hpp"
#include "core/network/expand.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace netwright::network {

/// What there is to look up in one canvas: the network's, or the inside of a block.
struct CanvasIndex {
    const Network* canvas = nullptr;
    std::unordered_map<std::int64_t, const Node*> nodes;
    std::map<PortRef, PortRef> sources; ///< of inputs; the first link where there are several
    std::set<std::string_view> doubledNames;
    std::map<NodeId, int> ports; ///< of port nodes, their place among those of their side
    std::vector<NodeId> inputs; ///< the port nodes
    std::vector<NodeId> outputs;
};

/// One canvas in use: the network itself, or one repeat of a block at one node.
struct Instance {
    const CanvasIndex* index = nullptr;
    std::size_t parent = 0; ///< the network itself is 0, and its own parent
    NodeId node {}; ///< of the parent, that uses the block
    std::size_t before = 0; ///< the repeat before; 0 for the first
    NodePath path {}; ///< of `node`; empty for the network itself
    std::string prefix {}; ///< of the names of nodes
    std::string weightPrefix {}; ///< of the keys of weights; the same where they are shared
    bool sharesWeights = false;
    std::size_t segment = 0; ///< as in Expansion::segments; 0: in none
    std::map<NodeId, ParameterValues> values {}; ///< of nodes inside of which parameters are exposed
    std::unordered_map<std::int64_t, NodeId> flat {}; ///< by id in the canvas: the id in the expanded network
    std::map<NodeId, std::vector<std::size_t>> children {}; ///< by node, in the order of repeats
};

/// Expands a network and keeps how it hangs together. The network must outlive it.
class ExpansionTree {
public:
    explicit ExpansionTree(const Network& network);

    [[nodiscard]] const Expansion& expansion() const { return m_expansion; }
    [[nodiscard]] Expansion take() { return std::move(m_expansion); }
    [[nodiscard]] const Instance& instance(std::size_t place) const { return m_instances[place]; }
    [[nodiscard]] std::size_t size() const { return m_instances.size(); }
    /// The first repeat of what is entered by this path; nothing where it leads nowhere.
    [[nodiscard]] std::optional<std::size_t> find(const NodePath& path) const;
    /// The output of the expanded network that stands behind an output in a canvas.
    [[nodiscard]] std::optional<PortRef> resolve(std::size_t instance, PortRef output) const;
    /// The same for what an input is linked to.
    [[nodiscard]] std::optional<PortRef> sourceOf(std::size_t instance, PortRef input) const;

private:
    const CanvasIndex& indexOf(const Network& canvas);
    void fill(std::size_t instance);
    void addNode(std::size_t instance, const Node& node);
    void addUse(std::size_t instance, const Node& node);
    [[nodiscard]] const Block* blockOf(std::size_t instance, const Node& node);
    bool checkName(std::size_t instance, const Node& node);
    [[nodiscard]] bool isInside(std::size_t instance, const Block& block) const;
    void checkInputs(std::size_t instance, const Node& node, const layers::LayerKind& kind);
    struct Repeat {
        std::int64_t number; ///< from 1
        std::int64_t of;
    };
    void addRepeat(std::size_t instance, const Node& node, const Block& block, const ParameterValues& values,
                   Repeat repeat);
    [[nodiscard]] bool hasRoom();
    void addLinks(std::size_t instance);
    void checkPorts(std::size_t instance);
    void report(std::size_t instance, const Node& node, BlockFault fault); ///< its path is filled in
    [[nodiscard]] const ParameterValues& valuesOf(std::size_t instance, const Node& node) const;
    [[nodiscard]] std::optional<std::pair<std::size_t, PortRef>> stepIn(std::size_t instance,
                                                                        PortRef output) const;
    [[nodiscard]] std::optional<std::pair<std::size_t, PortRef>> stepOut(std::size_t instance,
                                                                         PortRef output) const;

    const Network& m_network;
    Expansion m_expansion;
    std::deque<Instance> m_instances; ///< filled while others are looked at
    std::map<const Network*, CanvasIndex> m_indexes;
    std::map<std::string, KindPointer, std::less<>> m_kinds; ///< of blocks
    std::map<std::string, std::string> m_owners; ///< names, by key of weights
    bool m_isFull = false;
};

} // namespace netwright::network
