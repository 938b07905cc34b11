// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/python_names.hpp"
#include "core/network/analysis.hpp"
#include "core/network/expansion_tree.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace netwright::exchange {

/// How a framework's programs name and make what a layer computes.
struct PythonDialect {
    std::string title; ///< for messages: "PyTorch"
    Result<layers::PythonPart> (*layers::LayerKind::*write)(const layers::PythonWriting&);
    std::string attribute; ///< in front of the name of a layer's module: "self."
    std::vector<std::string_view> taken; ///< names that variables cannot have
};

/// One node of a canvas as a statement: `outputs` are computed of `inputs`.
struct PythonStep {
    const network::Node* node = nullptr;
    std::string name {}; ///< the identifier of its module
    std::vector<std::string> inputs {}; ///< variables
    std::vector<std::string> outputs {};
    std::vector<tensor::Shape> shapes {}; ///< of the outputs
    network::NodeId flat {}; ///< in the expanded network; of a layer
    layers::PythonPart part {}; ///< of a layer
    std::vector<std::size_t> repeats {}; ///< of a block: places in the tree
    std::string block {}; ///< a variable for one of them
};

/// What enters a canvas: a column, the numbers of a layer that draws its own, or a port of a block.
struct PythonInput {
    std::string variable;
    tensor::Shape shape;
    bool isDrawn = false; ///< has no column
};

struct PythonLoss {
    std::string prediction; ///< a variable
    std::string target; ///< a column, as a variable
    layers::PythonPart part;
};

/// One canvas in use as the parts of a Python function, in the order in which they can be computed. What is
/// bypassed, and what feeds such nodes alone, is not there.
struct PythonCanvas {
    std::vector<PythonInput> inputs;
    std::vector<PythonStep> steps;
    std::vector<std::string> results; ///< of a block in the order of its ports, else what nothing else reads
    std::vector<PythonLoss> losses; ///< of the network's own canvas
};

/// Reads the canvases of a network. All that is given must outlive it.
class PythonReader {
public:
    /// The first problem of the network as the error; those of losses do not matter.
    [[nodiscard]] static Result<PythonReader> open(const network::Network& network,
                                                   const tensor::Signature& data);

    [[nodiscard]] const network::ExpansionTree& tree() const { return *m_tree; }
    [[nodiscard]] const tensor::Signature& data() const { return *m_data; }
    /// Of a node of the expanded network; null behind a loss that is wrong.
    [[nodiscard]] const network::NodeFacts* factsOf(network::NodeId flat) const
    {
        return m_analysis.factsOf(flat);
    }
    /// Whether the node, of the expanded network, runs: bypassed ones do not.
    [[nodiscard]] bool isAlive(network::NodeId flat) const { return m_alive.contains(flat); }
    /// Of a node of the canvas at this place of the tree, as its block is used there.
    [[nodiscard]] const ParameterValues& parametersOf(std::size_t place, const network::Node& node) const;
    /// The name of the block that is used at this place.
    [[nodiscard]] std::string_view blockOf(std::size_t place) const;
    /// Of the instance at this place of the tree; 0 is the network's own canvas.
    [[nodiscard]] Result<PythonCanvas> read(std::size_t place, const PythonDialect& dialect) const;

private:
    PythonReader(const network::Network& network, const tensor::Signature& data);

    std::unique_ptr<const network::ExpansionTree> m_tree;
    const tensor::Signature* m_data;
    network::Analysis m_analysis; ///< of the expanded network
    std::set<network::NodeId> m_alive; ///< nodes of it that run
};

} // namespace netwright::exchange
