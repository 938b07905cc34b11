// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/network/network.hpp"
#include "core/tensor/column.hpp"

#include <cstddef>

namespace netwright::analysis {

/// The one column that a network takes in, as an index into the signature's columns. A network with several
/// inputs is an error: a file holds samples of one.
[[nodiscard]] Result<std::size_t> inputColumn(const network::Network& network, const tensor::Signature& data);

} // namespace netwright::analysis
