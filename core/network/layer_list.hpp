// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"
#include "core/network/expand.hpp"
#include "core/tensor/column.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// A network as a list of what it computes.
namespace netwright::network {

/// One layer of the expanded network, with what it makes and costs.
struct ListedLayer {
    NodePath path; ///< where it stands: the blocks to enter, and the node
    std::string name; ///< of the expanded network, and so of its weights: "stage1.2.conv"
    std::string kind; ///< "Conv 2D"
    layers::Category category {};
    std::vector<tensor::Shape> outputs; ///< empty for a loss, and where it is not known
    std::optional<layers::Cost> cost; ///< nothing where something is wrong at or before it
    std::string sharedWith; ///< the layer whose weights it uses, which counts them; empty for its own
    bool isBypassed = false;
};

/// In the order of execution; layers that have none, because of a cycle, come last.
[[nodiscard]] std::vector<ListedLayer> listLayers(const Network& network, const tensor::Signature* data);

/// The sum of what is known.
[[nodiscard]] layers::Cost totalOf(std::span<const ListedLayer> layers);

/// For programs: a line of names, then a line for each layer; fields as RFC 4180 has them.
[[nodiscard]] std::string toCsv(std::span<const ListedLayer> layers);
/// For people: a table of Markdown in even columns, with the sum as its last row.
[[nodiscard]] std::string toMarkdown(std::span<const ListedLayer> layers);

} // namespace netwright::network
