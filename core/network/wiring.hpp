// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block.hpp"

#include <set>
#include <span>
#include <unordered_map>
#include <vector>

namespace netwright::network {

/// The nodes and links of a Network by node, in constant time. Looks at the Network, which must outlive it
/// and stay as it is.
class Wiring {
public:
    explicit Wiring(const Network& network);
    Wiring(Wiring&&) = default;

    [[nodiscard]] const Node* node(NodeId id) const; ///< null where there is none
    [[nodiscard]] const layers::LayerKind* kind(NodeId id) const; ///< null also for an unknown layer
    [[nodiscard]] std::span<const Link> into(NodeId id) const;
    [[nodiscard]] std::span<const Link> outOf(NodeId id) const;
    [[nodiscard]] const Link* into(PortRef input) const; ///< the first; null for none
    /// Everything that these nodes feed, directly or not, and they themselves.
    [[nodiscard]] std::set<NodeId> downstream(const std::vector<NodeId>& from) const;
    /// Everything that feeds these nodes, directly or not, and they themselves.
    [[nodiscard]] std::set<NodeId> upstream(const std::vector<NodeId>& from) const;

private:
    struct Entry {
        const Node* node = nullptr;
        KindPointer kind;
        std::span<const Link> into; ///< of m_byTarget
        std::span<const Link> outOf; ///< of m_bySource
    };

    [[nodiscard]] const Entry* find(NodeId id) const;
    [[nodiscard]] std::set<NodeId> reached(std::vector<NodeId> open, std::span<const Link> Entry::*links,
                                           PortRef Link::*far) const;

    void spread(const std::vector<Link>& links, PortRef Link::*near, std::span<const Link> Entry::*part);

    std::vector<Link> m_byTarget; ///< sorted by the node
    std::vector<Link> m_bySource;
    std::unordered_map<std::int64_t, Entry> m_entries; ///< by NodeId
};

} // namespace netwright::network
