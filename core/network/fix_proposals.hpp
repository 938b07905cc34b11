// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/fixes.hpp"
#include "core/network/wiring.hpp"

/// What could mend a problem, by the code of the problem. Proposals may be wrong: fixesFor() tries them.
namespace netwright::network::proposals {

/// A problem and what it stands in.
struct Question {
    const Problem& problem;
    const Network& network;
    const Analysis& analysis;
    const TrainingData& data;
    const Wiring& wiring;

    /// The node it is about; null for the network as a whole.
    [[nodiscard]] const Node* node() const { return problem.node ? wiring.node(*problem.node) : nullptr; }
    [[nodiscard]] const layers::LayerKind* kind() const
    {
        return problem.node ? wiring.kind(*problem.node) : nullptr;
    }
    /// The shape that leaves a port; null where it is not known.
    [[nodiscard]] const tensor::Shape* shapeOf(PortRef output) const;
    /// What reaches the node's inputs, with `shape` at one of them in place of what is there; empty where one
    /// is not known.
    [[nodiscard]] std::vector<tensor::Shape> inputShapes(int port = -1,
                                                         const tensor::Shape& shape = {}) const;
    /// Whether the node would take these inputs, with these parameters.
    [[nodiscard]] bool takes(const ParameterValues& parameters,
                             const std::vector<tensor::Shape>& inputs) const;
};

/// Features of a vector or a sequence, channels of an image.
[[nodiscard]] std::int64_t widthOf(const tensor::Shape& shape);
/// The parameter that says how wide the output of a layer is; null where it has none.
[[nodiscard]] const ParameterSpec* widthParameter(const layers::LayerKind& kind);
/// The network with this parameter of a node changed.
[[nodiscard]] Network withValue(Network network, NodeId node, const std::string& parameter,
                                const Value& value);

using Fixes = std::vector<Fix>;

// Links: fix_links.cpp.
void connectInput(const Question& question, Fixes& fixes);
void keepOneLink(const Question& question, Fixes& fixes);
void removeLinks(const Question& question, Fixes& fixes);
void cutCycle(const Question& question, Fixes& fixes);

// Nodes: fix_nodes.cpp.
void removeNode(const Question& question, Fixes& fixes);
void removeIdleNode(const Question& question, Fixes& fixes); ///< where it feeds nothing
void removeBranch(const Question& question, Fixes& fixes);
void passBy(const Question& question, Fixes& fixes); ///< removes a node and joins what it parted
void rename(const Question& question, Fixes& fixes);
void enable(const Question& question, Fixes& fixes); ///< no longer bypassed
void insertActivation(const Question& question, Fixes& fixes);
void useSigmoid(const Question& question, Fixes& fixes);

// Values: fix_values.cpp.
void allowedValue(const Question& question, Fixes& fixes);
void withoutBias(const Question& question, Fixes& fixes);
void fullWeight(const Question& question, Fixes& fixes);
void smallerLayer(const Question& question, Fixes& fixes);

// Data and losses: fix_ends.cpp.
void useDataset(const Question& question, Fixes& fixes);
void chooseColumn(const Question& question, Fixes& fixes);
void addInput(const Question& question, Fixes& fixes);
void addLoss(const Question& question, Fixes& fixes);
void matchTarget(const Question& question, Fixes& fixes); ///< of a loss that does not take its prediction

// Shapes: fix_parameters.cpp, fix_shapes.cpp, and fix_widths.cpp for layers with several inputs.
void fitParameters(const Question& question, Fixes& fixes);
void insertAdapter(const Question& question, Fixes& fixes);
void takeEarlier(const Question& question, Fixes& fixes); ///< from before a flatten
void matchInputs(const Question& question, Fixes& fixes);
/// Makes the layer that decides the width of what a link carries so wide; nothing where there is none.
[[nodiscard]] std::optional<Fix> widenSource(const Question& question, const Link& link, std::int64_t width);

} // namespace netwright::network::proposals
