// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/tensor/tensor.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace netwright::layers {

/// An ONNX operator as a value, so that layers need not name protobuf. Operators and attributes as in the
/// ONNX operator specification, opset 13.
struct OnnxNode {
    using Attribute
        = std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>, std::vector<float>>;

    std::string type; ///< "Conv"
    std::vector<std::string> inputs; ///< names of values; see OnnxWriting
    std::vector<std::string> outputs;
    std::map<std::string, Attribute> attributes = {};

    /// An attribute's value, or its default where the operator leaves it out (or gives it another type).
    template <class T> [[nodiscard]] T attribute(const std::string& name, T fallback) const
    {
        const auto it = attributes.find(name);
        const auto* value = it == attributes.end() ? nullptr : std::get_if<T>(&it->second);
        return value ? *value : fallback;
    }
    bool operator==(const OnnxNode&) const = default;
};

/// The number as people write it: 1e-05F is 1e-05, not 9.99999974737875e-06.
[[nodiscard]] double asWritten(float number);

/// What toOnnx reads: the layer's parameters, weights in plain layout, shapes per sample, and the names of
/// the values that go in and come out. Names it invents begin with `prefix`.
struct OnnxWriting {
    const ParameterValues& parameters;
    std::string prefix; ///< the node's name
    std::vector<tensor::Shape> inputShapes;
    std::vector<tensor::Shape> outputShapes;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::map<std::string, tensor::Tensor> weights; ///< by the names of the kind's list
};

/// What toOnnx returns: operators in order and the constants they name.
struct OnnxPart {
    std::vector<OnnxNode> nodes;
    std::map<std::string, tensor::Tensor> constants = {}; ///< by value name
    bool operator==(const OnnxPart&) const = default;
};

/// What fromOnnx reads: one operator, its constant inputs by position, and its first input's shape per
/// sample.
struct OnnxReading {
    const OnnxNode& node;
    std::map<std::size_t, tensor::Tensor> constants;
    std::vector<tensor::Shape> inputShapes;
};

/// What fromOnnx returns: the parameters, and the weights by the names of the kind's list.
struct OnnxRead {
    ParameterValues parameters;
    std::map<std::string, tensor::Tensor> weights = {};
};

} // namespace netwright::layers
