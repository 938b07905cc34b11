// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"
#include "core/network/network.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace netwright::network {

/// What `Node::layer` begins with where the node uses a block.
inline constexpr std::string_view kBlockPrefix = "block:";
/// Kinds of the nodes that are the ports of a block, inside it.
inline constexpr std::string_view kBlockInput = "block_input";
inline constexpr std::string_view kBlockOutput = "block_output";

/// Parameters that every node that uses a block has, after the exposed ones.
inline constexpr std::string_view kRepeat = "repeat";
inline constexpr std::string_view kWeights = "weights";
inline constexpr std::string_view kRecompute = "recompute";
inline constexpr std::string_view kOwnWeights = "own";
inline constexpr std::string_view kWeightsOfRepeats = "shared by repeats";
inline constexpr std::string_view kWeightsOfAll = "shared by all uses";
inline constexpr std::int64_t kMaximumRepeat = 1000;

/// Of one of the catalogue for ever; of a block as long as it is held.
using KindPointer = std::shared_ptr<const layers::LayerKind>;

/// "block:Residual" -> "Residual"; nothing for a layer of the catalogue.
[[nodiscard]] std::optional<std::string_view> blockName(std::string_view layer);
/// What an exposed parameter may be called.
[[nodiscard]] Status checkExposedName(std::string_view name);
[[nodiscard]] std::string blockLayer(std::string_view blockName);
[[nodiscard]] bool isPort(std::string_view layer);

/// What a node of this layer is: an entry of the catalogue, a port, or a kind made from a block's definition,
/// whose parameters are the exposed ones, the repeat count, whose weights it has and whether training keeps
/// what is inside. Such a kind has no shape
/// rule and no kernel: see expand(). Null where there is no such layer or block.
[[nodiscard]] KindPointer kindOf(const Network& network, std::string_view layer);

/// The values for a kind: those of `values` that it has, of the type that it wants, else defaults. A block's
/// definition may have changed since.
[[nodiscard]] ParameterValues fitted(const layers::LayerKind& kind, const ParameterValues& values);

/// The parameters of nodes inside of which some are exposed, with what a use of the block sets.
[[nodiscard]] std::map<NodeId, ParameterValues> valuesInside(const Block& block,
                                                             const ParameterValues& values);

/// The parameter inside that stands for an exposed one, under the name that it is exposed by; nothing where
/// the node or its parameter is gone.
[[nodiscard]] std::optional<ParameterSpec> specOf(const Network& network, const Block& block,
                                                  const ExposedParameter& exposed);

/// Whether the block uses the other one, directly or not, or is it.
[[nodiscard]] bool uses(const Network& network, std::string_view block, std::string_view other);

} // namespace netwright::network
