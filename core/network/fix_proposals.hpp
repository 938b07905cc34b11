// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/fixes.hpp"
#include "core/network/wiring.hpp"

/// What could mend a problem, by the code of the problem. Proposals may be wrong: fixesFor() tries them.
namespace netwright::network::proposals {

/// The canvas that is mended, and the network that it is a part of, which must outlive it.
class Place {
public:
    Place(const Network& whole, NodePath path);

    [[nodiscard]] const Network& whole() const { return m_whole; }
    [[nodiscard]] const NodePath& path() const { return m_path; }
    [[nodiscard]] const Network& canvas() const { return m_canvas ? *m_canvas : m_whole; }
    /// The network with this canvas in place of the one that is there.
    [[nodiscard]] Network with(Network canvas) const;

private:
    const Network& m_whole;
    NodePath m_path;
    std::optional<Network> m_canvas; ///< of a block
};

/// A problem and what it stands in.
struct Question {
    const Problem& problem;
    const Place& place;
    const Network& network; ///< the canvas
    const Analysis& analysis;
    const TrainingData& data;
    const Wiring& wiring;

    /// The node it is about; null for the network as a whole.
    [[nodiscard]] const Node* node() const { return problem.node ? wiring.node(*problem.node) : nullptr; }
    [[nodiscard]] const layers::LayerKind* kind() const
    {
        return problem.node ? wiring.kind(*problem.node) : nullptr;
    }
    /// Of the canvas as it would be.
    [[nodiscard]] Analysis analysed(const Network& canvas) const;
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

/// Puts those first after which least is wrong; the others stay in their order.
void sortByFaultsLeft(const Question& question, Fixes& fixes);
/// "Flatten and Dense with 3 units": puts these layers on a link, each behind the one before.
struct Insertion {
    const char* layer;
    std::vector<std::pair<std::string, Value>> settings = {};
    std::string detail = {}; ///< for the title: " to 1 x 28 x 28"
};
[[nodiscard]] std::string insert(Network& network, Link link, const std::vector<Insertion>& layers);

// Columns: fix_columns.cpp.
/// Of a loss the target, of an input its column; null for other kinds.
[[nodiscard]] const ParameterSpec* columnParameter(const layers::LayerKind& kind);
/// The columns that nodes of a category are bound to.
[[nodiscard]] std::vector<std::string> columnsOf(const Question& question, layers::Category category);
/// Columns that fit a kind, the most likely first.
[[nodiscard]] std::vector<std::string> likelyColumns(const Question& question, const layers::LayerKind& kind,
                                                     const ParameterValues& parameters);
/// The column of token ids that an input feeds; null where it feeds none.
[[nodiscard]] const tensor::Column* tokensFrom(const Question& question, NodeId input);
void useDataset(const Question& question, Fixes& fixes);
void chooseColumn(const Question& question, Fixes& fixes);
void addInput(const Question& question, Fixes& fixes);

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
void moveBeforeWeights(const Question& question, Fixes& fixes); ///< of the last layer that has any
void rename(const Question& question, Fixes& fixes);
void enable(const Question& question, Fixes& fixes); ///< no longer bypassed
void insertActivation(const Question& question, Fixes& fixes);
void useSigmoid(const Question& question, Fixes& fixes);

// Values: fix_values.cpp.
void allowedValue(const Question& question, Fixes& fixes);
void withoutBias(const Question& question, Fixes& fixes);
void fullWeight(const Question& question, Fixes& fixes);
void smallerLayer(const Question& question, Fixes& fixes);

// Blocks: fix_blocks.cpp.
void repeatOnce(const Question& question, Fixes& fixes);
void removeMisplaced(const Question& question, Fixes& fixes); ///< a node that cannot be where it is
void giveWhatIsTaken(const Question& question, Fixes& fixes); ///< outputs as wide as inputs
/// Of the uses of blocks that the canvas is entered by. These fixes are whole networks.
void ownWeights(const Question& question, Fixes& fixes);

// Losses: fix_losses.cpp, fix_predictions.cpp.
void addLoss(const Question& question, Fixes& fixes);
void chooseLoss(const Question& question, Fixes& fixes); ///< where no column is one for this loss
void matchTarget(const Question& question, Fixes& fixes); ///< of a loss that does not take its prediction
void removeOneLoss(const Question& question, Fixes& fixes);
void insertWeights(const Question& question, Fixes& fixes); ///< before a loss that nothing learns for
/// Losses of one prediction, in the order in which they are thought of.
[[nodiscard]] std::vector<const layers::LayerKind*> usualLosses();
/// Whether the loss would learn from this column and take the prediction.
[[nodiscard]] bool accepts(const Question& question, const layers::LayerKind& loss, const std::string& column,
                           const tensor::Shape& prediction);
/// Layers between a value and a loss that make what the loss wants of it; none where nothing is known.
[[nodiscard]] std::vector<Insertion> bridgeTo(const Question& question, PortRef source,
                                              const tensor::Shape& wanted);

// Shapes: fix_parameters.cpp, fix_shapes.cpp, and fix_widths.cpp for layers with several inputs.
void fitParameters(const Question& question, Fixes& fixes);
void insertAdapter(const Question& question, Fixes& fixes);
void takeEarlier(const Question& question, Fixes& fixes); ///< from before a flatten
void matchInputs(const Question& question, Fixes& fixes);
/// The layer that decides the width of what a link carries.
struct WidthSource {
    NodeId node;
    const ParameterSpec* parameter;
    bool isOutput; ///< it makes predictions: nothing hidden stands between it and the link
};
[[nodiscard]] std::optional<WidthSource> widthSource(const Question& question, const Link& link);
[[nodiscard]] Fix widened(const Question& question, const WidthSource& source, std::int64_t width);

} // namespace netwright::network::proposals
