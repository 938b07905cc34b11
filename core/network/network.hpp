// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/parameter.hpp"
#include "core/network/annotation.hpp"
#include "core/network/ids.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::network {

struct Node {
    NodeId id;
    std::string name; ///< unique in the network; the key of its weights
    std::string layer; ///< id of a LayerKind, or "block:" and the name of a Block of the network
    ParameterValues parameters; ///< complete for the kind
    Position position;
    /// Switched off: what it is fed goes on unchanged. It keeps its place, its links and its parameters.
    bool isBypassed = false;
    bool operator==(const Node&) const = default;
};

/// One port of one node; whether it is an input or an output follows from where it stands in a Link.
struct PortRef {
    NodeId node;
    int port = 0;
    auto operator<=>(const PortRef&) const = default;
};

struct Link {
    PortRef from; ///< an output
    PortRef to; ///< an input; takes one link
    auto operator<=>(const Link&) const = default;
};

/// What a node may be called: the name stands in files, in links ("a -> b") and in the paths of checkpoints.
[[nodiscard]] Status checkNodeName(std::string_view name);

/// What nodes of this layer are named after: "conv2d"; "Residual" of "block:Residual"; of any loss "loss".
[[nodiscard]] std::string_view nameStem(std::string_view layer);

/// Bounds of what is read from a file.
inline constexpr std::size_t kMaximumNodes = 100'000;
inline constexpr std::size_t kMaximumLinks = 1'000'000;
inline constexpr std::size_t kMaximumBlocks = 1000;

struct Block;

/// A directed graph of layers as a plain value: copy it, compare it, keep it. Any value is allowed, also a
/// half-built one; analyse() says what is wrong with it.
struct Network {
    std::string name;
    std::string dataset; ///< name of a dataset of the project
    std::vector<Node> nodes; ///< in the order of the file
    std::vector<Link> links;
    std::vector<Note> notes = {};
    std::vector<Group> groups = {};
    Flow flow = Flow::Down;
    std::int64_t nextId = 1; ///< of nodes, notes and groups
    std::vector<Block> blocks {}; ///< definitions, used by nodes; see block.hpp

    [[nodiscard]] const Node* find(NodeId id) const;
    [[nodiscard]] Node* find(NodeId id);
    [[nodiscard]] const Node* find(std::string_view name) const;
    [[nodiscard]] const Block* block(std::string_view name) const;
    [[nodiscard]] Block* block(std::string_view name);
    /// "conv2d" -> "conv2d_1", the first that is free; see nameStem().
    [[nodiscard]] std::string freeName(std::string_view layer) const;
    /// A node of this kind with default parameters and a free name. The kind must exist.
    NodeId add(std::string_view layer, Position position);
    [[nodiscard]] const Group* groupOf(NodeId id) const; ///< null where it is in none
    /// Also removes its links, and from its group; a group that is empty then goes too.
    void remove(NodeId id);
    /// Replaces what the input was linked to.
    void connect(const Link& link);
    bool operator==(const Network&) const;
};

/// A parameter that every use of a block sets for itself; parameters of nodes inside take its value.
struct ExposedParameter {
    struct Target {
        NodeId node; ///< inside the block
        std::string parameter;
        bool operator==(const Target&) const = default;
    };
    std::string name; ///< unique in the block; the file key
    std::vector<Target> targets; ///< of one type; the first says what the parameter is
    bool operator==(const ExposedParameter&) const = default;
};

/// A sub-network to be used as one node, any number of times. Its ports are the nodes of the kinds
/// block_input and block_output inside it, in their order; a port is named as its node is.
struct Block {
    std::string name; ///< unique in the network
    Network body; ///< has no name, dataset or blocks of its own: definitions all belong to the network
    std::vector<ExposedParameter> exposed;
    bool operator==(const Block&) const = default;
};

} // namespace netwright::network
