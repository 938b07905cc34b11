// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/problem.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace netwright::network {

/// Where a node stands in a network with blocks: the nodes to enter, from the canvas inwards, and the node
/// itself. Every repeat of a block has the same paths.
using NodePath = std::vector<NodeId>;

/// Something wrong with how blocks are used, at the node that uses one or at a port.
struct BlockFault {
    NodePath path = {}; ///< empty: the network as a whole
    std::string message = {};
    ProblemCode code = ProblemCode::BadBlock;
    int port = -1; ///< the input it is about, where it is about one
    std::string parameter = {}; ///< id of the one it is about
    bool operator==(const BlockFault&) const = default;
};

/// A network in which every node that uses a block is replaced by what is inside: what the engine, ONNX and
/// checkpoints see. `stage1` with a node `conv` inside gives `stage1.conv`, or `stage1.1.conv`,
/// `stage1.2.conv` where it is repeated. Nodes outside of blocks keep their ids.
struct Expansion {
    Network network; ///< without blocks
    std::map<NodeId, NodePath> origins; ///< of every node of it; empty where there are no blocks
    /// Of a node that shares its weights and is not the first to use them: the name of the one that is, by
    /// which they are known.
    std::map<NodeId, std::string> owners;
    /// Of nodes inside a use of a block that recomputes its activations: which one, and which repeat of it.
    /// Of nested ones the outermost counts.
    std::map<NodeId, std::size_t> segments;
    std::set<NodeId> loose; ///< nodes with a link from a block that leads to nothing inside it
    std::vector<BlockFault> faults; ///< with any, the network is not complete
};

/// As the engine and ONNX see it: expanded, and no node of it bypassed. Of a network without problems.
[[nodiscard]] Expansion runnable(const Network& network);

/// Takes any value; what cannot be expanded is left out and named in the faults.
[[nodiscard]] Expansion expand(const Network& network);

} // namespace netwright::network
