// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Protobuf's and ONNX's headers do not pass our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <onnx/onnx_pb.h>
#pragma GCC diagnostic pop

#include "core/base/error.hpp"
#include "core/layers/catalogue/onnx_node.hpp"
#include "core/tensor/tensor.hpp"

#include <string>
#include <vector>

/// Between ONNX's protobuf messages and the plain values that layers understand.
namespace netwright::exchange {

/// Protobuf can neither write nor read more than this; larger models would need ONNX's external data.
inline constexpr std::size_t kLargestOnnxFile = 0x7fffffff;
inline constexpr int kOnnxOpset = 13; ///< the operator set that layers write
inline constexpr int kOnnxIrVersion = 8;
inline constexpr const char* kOnnxBatch = "N"; ///< the name of the free batch size

void write(const layers::OnnxNode& node, const std::string& name, onnx::NodeProto& into);
void write(const tensor::Tensor& tensor, const std::string& name, onnx::TensorProto& into);
void write(const std::vector<std::int64_t>& integers, const std::string& name, onnx::TensorProto& into);
/// A float value of N samples of this shape.
void write(const tensor::Shape& sample, const std::string& name, onnx::ValueInfoProto& into);

/// Graphs and tensors among the attributes are left out: no layer reads them.
[[nodiscard]] layers::OnnxNode readNode(const onnx::NodeProto& node);
/// Integers become floats. The sizes must agree with the data that is there.
[[nodiscard]] Result<tensor::Tensor> readTensor(const onnx::TensorProto& tensor, const std::string& where);
/// The shape of one sample: the sizes without the first, which is the batch.
[[nodiscard]] Result<tensor::Shape> readSampleShape(const onnx::ValueInfoProto& value,
                                                    const std::string& where);

} // namespace netwright::exchange
