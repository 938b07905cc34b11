// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/block_edits.hpp"

#include <map>
#include <unordered_set>

/// What the edits of blocks share.
namespace netwright::network {

/// A canvas within the network that is being changed.
struct Scope {
    Network* canvas = nullptr;
    Block* block = nullptr; ///< whose inside it is; null for the network itself
};
[[nodiscard]] std::optional<Scope> scopeAt(Network& network, const NodePath& path);

[[nodiscard]] Status checkBlockName(const Network& network, const std::string& name);

/// Names of one canvas, with those that are given out.
class FreeNames {
public:
    explicit FreeNames(const Network& canvas);
    /// The name itself, or with a number behind where it is taken: "conv", "conv_2"; "fc_1", "fc_2".
    [[nodiscard]] std::string take(const std::string& wanted);

private:
    std::unordered_set<std::string> m_taken;
};

/// The middle of the nodes that are no ports, on the grid of the canvas.
[[nodiscard]] Position middleOf(const std::vector<Node>& nodes);
/// How far they reach from the topmost to the lowest.
[[nodiscard]] double heightOf(const std::vector<Node>& nodes);
inline constexpr double kRowDistance = 104; ///< from a node to the one below it
inline constexpr double kColumnDistance = 272;

/// Gives all nodes that use blocks the parameters that the definitions have now.
void fitUses(Network& network);

} // namespace netwright::network
