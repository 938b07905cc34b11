// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/network/network.hpp"
#include "core/tensor/column.hpp"

#include <string>

namespace netwright::exchange {

/// The network as a Python program for PyTorch: a class for each block and one for the network, whose inputs
/// are named after their columns and expected after the dataset's normalisation; a function of the losses;
/// and load_netwright(), which takes the weights of a checkpoint over. What nothing else reads is returned.
/// Nodes keep their names, but for letters that Python does not allow.
[[nodiscard]] Result<std::string> pyTorchCode(const network::Network& network, const tensor::Signature& data);

} // namespace netwright::exchange
