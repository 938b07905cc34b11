// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"
#include "core/network/expand.hpp"
#include "core/network/problem.hpp"
#include "core/tensor/column.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace netwright::network {

/// What follows from a node by inference.
struct NodeFacts {
    std::vector<tensor::Shape> inputs; ///< per port; empty where something before it is wrong
    std::vector<tensor::Shape> outputs;
    layers::Cost cost;
};

/// All that follows from a network and its data. Nodes with problems, and those after them, have no facts.
struct Analysis {
    std::vector<NodeId> order; ///< execution order; ties in file order. Nodes of a cycle are left out
    std::map<NodeId, NodeFacts> facts;
    std::vector<Problem> problems; ///< errors alone
    std::vector<Problem> warnings; ///< left empty by analyse(): see advise()
    layers::Cost total;
    std::int64_t recomputedBytes = 0; ///< of the outputs in `total`: see recomputedBytesOf()

    [[nodiscard]] bool isTrainable() const { return problems.empty(); }
    [[nodiscard]] const NodeFacts* factsOf(NodeId id) const;
};

/// Checks values against ranges, ports against links, cycles, shapes, and that there is an input and a loss.
/// Null signature: the data is not there, which is itself a problem of every node that is bound to a column.
/// A node that uses a block has the facts and the problems of all that is inside.
[[nodiscard]] Analysis analyse(const Network& network, const tensor::Signature* data);

/// The same of an expanded network, node by node, without what its faults say. Weights that nodes share count
/// once.
[[nodiscard]] Analysis analyse(const Expansion& expansion, const tensor::Signature* data);
/// The same of the inside of a block, as the node at the end of the path uses it; the first repeat speaks for
/// all. Problems of nodes further inside stand at the node through which they are reached. The empty path:
/// the network itself. Empty where the path leads nowhere.
[[nodiscard]] Analysis analyseInside(const Network& network, const NodePath& path,
                                     const tensor::Signature* data);

/// `conv2d "conv1"`: how messages name a node.
[[nodiscard]] std::string describe(const Node& node);

} // namespace netwright::network
