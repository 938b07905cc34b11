// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/pooling.hpp"

#include <string_view>
#include <vector>

/// What the kinds that let a window slide over an image have in common.
namespace netwright::layers::pool2d {

[[nodiscard]] std::vector<ParameterSpec> parameters();
[[nodiscard]] Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request);
[[nodiscard]] Status build(Builder& builder, tensor::PoolingKind kind);

/// kernel_shape, strides and pads of ONNX's operators of the same name.
[[nodiscard]] std::map<std::string, OnnxNode::Attribute> onnxAttributes(const OnnxWriting& writing);
[[nodiscard]] Result<OnnxRead> readOnnx(const OnnxReading& reading);

[[nodiscard]] PythonPart toPyTorch(const PythonWriting& writing, tensor::PoolingKind kind);
[[nodiscard]] PythonPart toKeras(const PythonWriting& writing, std::string_view className);

} // namespace netwright::layers::pool2d
