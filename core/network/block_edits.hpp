// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block.hpp"
#include "core/network/expand.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What a person can do with blocks, as functions from the network before to the network after. `path`: the
/// canvas it is done on, by the nodes entered; it must lead somewhere.
namespace netwright::network {

/// The port nodes of a side (kBlockInput, kBlockOutput) of a canvas, in their order.
[[nodiscard]] std::vector<NodeId> portsOf(const Network& canvas, std::string_view layer);

/// A network with a new node in it.
struct MadeBlock {
    Network network;
    NodeId node;
};
/// Puts nodes into a new block, and a node that uses it in their place; links that are cut become ports, as
/// do inputs and outputs that are not linked. Ports among the nodes stay. What the network computes stays the
/// same. Refused where what one of the nodes gives comes back to another through nodes left outside, and
/// where the name is taken.
[[nodiscard]] Result<MadeBlock> makeBlock(const Network& network, const NodePath& path,
                                          const std::set<NodeId>& nodes, const std::string& name);

/// A network with new nodes in it.
struct Unpacked {
    Network network;
    std::set<NodeId> added;
};
/// Puts what is inside, once for each repeat, in the place of a node that uses a block; the definition stays.
/// Shared weights become own ones. Refused where the block cannot be expanded.
[[nodiscard]] Result<Unpacked> unpack(const Network& network, const NodePath& path, NodeId node);

/// Refused where the name is taken or no name.
[[nodiscard]] Result<Network> withRenamedBlock(Network network, const std::string& name,
                                               const std::string& next);
/// Without a definition that nothing uses; else refused.
[[nodiscard]] Result<Network> withoutBlock(Network network, const std::string& name);
/// "Residual", or "Residual 2" and so on: the first that is free.
[[nodiscard]] std::string freeBlockName(const Network& network, const std::string& stem);
/// How many nodes use it, on all canvases.
[[nodiscard]] std::size_t countUses(const Network& network, const std::string& name);

/// Lets every use of the block set a parameter of a node inside: under a name that is exposed already, which
/// then sets both, or a new one.
[[nodiscard]] Result<Network> withExposed(Network network, const std::string& block,
                                          const ExposedParameter::Target& target, const std::string& name);
[[nodiscard]] Network withoutExposed(Network network, const std::string& block,
                                     const ExposedParameter::Target& target);

/// The canvas as a network of its own, with the definitions; nothing where the path leads nowhere.
[[nodiscard]] std::optional<Network> canvasAt(const Network& network, const NodePath& path);
/// With a canvas and the definitions that it has replaced. Where ports or exposed parameters of its block
/// change, every use of it follows.
[[nodiscard]] Network withCanvas(const Network& network, const NodePath& path, const Network& canvas);

/// Adds the definitions that `part` uses and `network` lacks; one of the same name that is not the same gets
/// another name, and `part` uses that.
void takeBlocks(Network& network, Network& part);
/// Keeps the definitions that are used alone.
void dropUnusedBlocks(Network& network);

} // namespace netwright::network
