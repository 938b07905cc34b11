// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/network/analysis.hpp"
#include "core/network/network.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace netwright::engine {

/// One output of one node while a Plan is made.
struct LoweredValue {
    std::string node; ///< whose output it is; of what was fused the last one's
    tensor::Shape shape; ///< with the batch
    std::size_t producer = 0; ///< index into Lowered::nodes
    std::vector<std::size_t> consumers = {}; ///< the same, one entry per link
    bool allTakeRounded = false; ///< those who read it; see LayerKind::takesRounded
    bool wantsGradient = false; ///< something before it learns, and a loss comes after
    /// The value that is this one computed again; it has the gradient of both.
    std::optional<std::size_t> again = {};
};

/// A normalisation that has become a part of the product before it; what is left of it are its weights.
struct FoldedNorm {
    const network::Node* node = nullptr;
    const layers::LayerKind* kind = nullptr;
    std::uint64_t position = 0; ///< as LoweredNode::position
    std::vector<layers::WeightSpec> weights = {};
    std::string weightNode = {};
};

struct LoweredNode {
    const network::Node* node = nullptr;
    const layers::LayerKind* kind = nullptr;
    std::uint64_t position = 0; ///< in execution order, before anything was left out or fused
    std::vector<std::size_t> inputs = {}; ///< values, by port
    std::vector<std::size_t> outputs = {};
    std::vector<layers::WeightSpec> weights = {};
    std::string weightNode = {}; ///< by whose name they are known: its own unless it shares them
    std::optional<FoldedNorm> norm = {}; ///< folded into it, outside training
    layers::Activation activation {}; ///< fused into it, behind the norm
    bool reachesLoss = false;
    bool isFrozen = false; ///< none of its weights is trainable
    std::size_t segment = 0; ///< of network::Expansion; 0: in none
    /// Runs just before the backward pass of its segment, to compute again what its twin, the next node, did.
    bool isRecomputation = false;
};

/// What is left of a network when losses are dropped and normalisations folded (outside training) and
/// activations are fused: nodes in execution order.
struct Lowered {
    std::vector<LoweredNode> nodes;
    std::vector<LoweredValue> values;
};

struct LoweringOptions {
    layers::Mode mode = layers::Mode::Training;
    std::int64_t batch = 1;
    bool fuse = true;
    std::span<const std::string> frozen = {}; ///< names of nodes
};

/// The analysis must be without problems in what the mode runs. Points into `expansion`, which must outlive
/// the result.
[[nodiscard]] Lowered lower(const network::Expansion& expansion, const network::Analysis& analysis,
                            const tensor::Signature& data, const LoweringOptions& options);

} // namespace netwright::engine
