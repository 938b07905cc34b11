// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What differs between two networks. Places on the canvas, notes, groups and the order in the file do not
/// count: they change nothing in what is computed.
namespace netwright::network {

/// Renamed: the same but for its name, which its weights are found by in a checkpoint.
enum class Change { Same, Renamed, Changed, Added, Removed };

/// One thing that is not the same: a parameter, the name, the kind, what feeds an input.
struct Difference {
    std::string what; ///< "Filters", "Name", "Input"
    std::string left; ///< empty where there is none
    std::string right;
    bool operator==(const Difference&) const = default;
};

/// A layer of either network, or of both.
struct LayerDifference {
    std::string block; ///< the definition that it stands in; empty for the network itself
    std::optional<NodeId> left;
    std::optional<NodeId> right;
    Change change = Change::Same;
    std::vector<Difference> differences = {}; ///< of one that changed, in the order of its form
};

struct Comparison {
    std::vector<Difference> whole; ///< of the network as a whole: its dataset
    /// Of each canvas, first that of the network: the layers of the right one, then those that are gone.
    std::vector<LayerDifference> layers;

    [[nodiscard]] bool isSame() const;
    [[nodiscard]] std::size_t count(Change change) const;
};

/// Which layers are the same one, matchNodes() says. A node that uses a block has changed, too, where what
/// is inside has.
[[nodiscard]] Comparison compare(const Network& left, const Network& right);

} // namespace netwright::network
