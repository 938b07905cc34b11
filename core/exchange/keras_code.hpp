// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/network/network.hpp"
#include "core/tensor/column.hpp"

#include <string>

namespace netwright::exchange {

/// The network as a Python program for Keras 3: a function for each block and build() for the network, which
/// return models, and losses() for compile(). Images have their channels last there. Inputs are named after
/// their columns and expected after the dataset's normalisation. What nothing else reads is put out.
[[nodiscard]] Result<std::string> kerasCode(const network::Network& network, const tensor::Signature& data);

} // namespace netwright::exchange
