// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

namespace netwright::widgets {

/// All that the canvas shows of a node follows from these.
struct KnownNode {
    const network::Node* node;
    const network::NodeFacts* facts; ///< null: unknown
    const network::Problem* problem; ///< null: none
    [[nodiscard]] bool operator==(const KnownNode& other) const; ///< by value
};

/// The nodes of a network with what is known of them, to tell quickly which of thousands an edit has changed.
/// Looks at values that outlive it.
class KnownNodes {
public:
    KnownNodes(const network::Network& network, const network::Analysis& analysis);

    [[nodiscard]] KnownNode at(std::size_t place) const;
    /// The node's place; fast where it is `guess` or next to it.
    [[nodiscard]] std::optional<std::size_t> find(network::NodeId id, std::size_t guess) const;

private:
    const network::Network& m_network;
    const network::Analysis& m_analysis;
    std::map<network::NodeId, const network::Problem*> m_problems;
    mutable std::unordered_map<std::int64_t, std::size_t> m_places; ///< filled when a guess is wrong
};

} // namespace netwright::widgets
