// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_kind.hpp"
#include "core/network/problem.hpp"
#include "core/tensor/column.hpp"

#include <string>
#include <vector>

namespace netwright::network {

/// Something wrong with a node by itself, whatever it is linked to.
struct NodeFault {
    ProblemCode code;
    std::string reason;
    std::string parameter = {}; ///< id of the one it is about
};

/// Of its name, its layer (null: there is none), its parameters and its columns. Null signature: the dataset
/// of the network is not there.
[[nodiscard]] std::vector<NodeFault> faultsOf(const Node& node, const layers::LayerKind* kind,
                                              const std::string& dataset, const tensor::Signature* data);

} // namespace netwright::network
