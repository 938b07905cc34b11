// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/network/network.hpp"
#include "core/tensor/column.hpp"
#include "core/tensor/tensor.hpp"

#include <filesystem>
#include <vector>

namespace netwright::exchange {

/// A network as an ONNX file describes it, with its weights. It has no loss: add one to train it.
struct OnnxModel {
    network::Network network;
    tensor::Signature data; ///< the columns that the graph's inputs expect
    std::vector<tensor::NamedTensor> parameters;
};

/// Reads a graph whose operators the catalogue's layers understand. Identity passes through; an operator that
/// no layer understands is an error that names it and lists what is understood.
[[nodiscard]] Result<OnnxModel> importOnnx(const std::filesystem::path& file);

} // namespace netwright::exchange
