// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/onnx_proto.hpp"
#include "core/network/analysis.hpp"
#include "core/network/network.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace netwright::exchange {

/// Writes the inference graph of one network: its input nodes become the graph's inputs, every other node but
/// the losses the operators its layer returns, and what no other layer reads the graph's outputs.
class OnnxGraph {
public:
    /// `analysis` must be without problems. All must outlive the object.
    OnnxGraph(const network::Expansion& expansion, const network::Analysis& analysis,
              std::span<const tensor::NamedTensor> parameters, const tensor::Signature& data);

    [[nodiscard]] Status write(onnx::GraphProto& into);

private:
    [[nodiscard]] Status writeInput(const network::Node& node);
    [[nodiscard]] Status writeNode(const network::Node& node, const layers::LayerKind& kind);
    [[nodiscard]] Status writeConstants(const network::Node& node, const layers::OnnxPart& part);
    [[nodiscard]] Result<layers::OnnxWriting> describe(const network::Node& node,
                                                       const layers::LayerKind& kind);
    [[nodiscard]] Result<std::map<std::string, tensor::Tensor>>
    weightsFor(const network::Node& node, const layers::LayerKind& kind) const;
    [[nodiscard]] Status writeOutputs();
    [[nodiscard]] std::string freeName(std::string wanted);

    const network::Network& m_network;
    const std::map<network::NodeId, std::string>& m_owners; ///< of shared weights
    const network::Analysis& m_analysis;
    const tensor::Signature& m_data;
    onnx::GraphProto* m_graph = nullptr;
    std::vector<const network::Node*> m_nodes; ///< in execution order, without the losses
    std::map<network::PortRef, network::PortRef> m_sources; ///< the output that each of their inputs reads
    std::set<network::PortRef> m_read; ///< outputs that they read
    std::map<std::pair<std::string, std::string>, const tensor::Tensor*> m_parameters; ///< by node and name
    std::map<network::PortRef, std::string> m_values; ///< the value of each output port that is written
    std::map<std::string, std::string> m_inputs; ///< the graph's inputs by column
    std::set<std::string> m_names; ///< of all values
};

} // namespace netwright::exchange
