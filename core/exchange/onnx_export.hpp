// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/progress.hpp"
#include "core/data/dataset.hpp"
#include "core/network/network.hpp"
#include "core/tensor/tensor.hpp"

#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace netwright::exchange {

/// Facts beside the graph that a reader of the file finds in its metadata_props, by key.
using OnnxMetadata = std::map<std::string, std::string>;

/// The inference graph of a network (without its losses) with these weights as an ONNX file, opset 13, with a
/// free batch size named "N". Inputs are named after their columns, outputs after their nodes; a network
/// whose loss takes logits puts out the logits. Inputs are expected after the dataset's normalisation, which
/// is not part of the graph: the file's description says so. Nothing is written where there is an error.
[[nodiscard]] Status exportOnnx(const network::Network& network, const tensor::Signature& data,
                                std::span<const tensor::NamedTensor> parameters,
                                const std::filesystem::path& file, const OnnxMetadata& metadata = {});

/// What a program must know to feed the graph and to read what comes out. The dataset's normalisation is not
/// part of the graph: "normalisation.COLUMN" holds {"factor": [...], "offset": [...]}, meaning (raw - offset)
/// * factor with one pair for all numbers, one a channel or one a feature. "features.COLUMN" names the
/// numbers of a vector, "categories.COLUMN" the classes by class number.
[[nodiscard]] OnnxMetadata metadataOf(const data::Dataset& dataset);

struct Parity {
    std::int64_t samples = 0;
    double largestDifference = 0; ///< over all outputs of all samples; infinite where one is not a number
    bool isSame = false; ///< largestDifference <= 1e-4
};

/// Loads the file with OpenCV's DNN module and compares it with our own engine on samples of the dataset: its
/// test part, or the validation part, or the training part, the first that has rows. Can be stopped between
/// batches.
[[nodiscard]] Result<Parity> checkOnnx(const std::filesystem::path& file, const network::Network& network,
                                       const data::Dataset& dataset,
                                       std::span<const tensor::NamedTensor> parameters, std::int64_t samples,
                                       const Progress& progress = {});

} // namespace netwright::exchange
