// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parameter.hpp"
#include "core/tensor/tensor.hpp"

#include <cstdint>
#include <map>
#include <span>
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

/// The matrix with rows as columns: where W is (out, in), MatMul wants (in, out).
[[nodiscard]] tensor::Tensor transposed(const tensor::Tensor& matrix);

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
    std::map<std::string, std::vector<std::int64_t>> integers = {}; ///< the same, as int64
    bool operator==(const OnnxPart&) const = default;
};

/// What fromOnnx reads: one operator, its constant inputs by position, and its first input's shape per
/// sample. A kind that is written as several operators looks at those that follow, too.
struct OnnxReading {
    const OnnxNode& node;
    std::map<std::size_t, tensor::Tensor> constants;
    std::vector<tensor::Shape> inputShapes;
    std::span<const OnnxNode> following = {}; ///< the operators after it, in the file's order
    const std::map<std::string, tensor::Tensor>* named = nullptr; ///< all constants, by value name

    /// The constant that the operator so many places after this one takes at `input`; null where it takes
    /// none.
    [[nodiscard]] const tensor::Tensor* constantAhead(std::size_t places, std::size_t input) const;
    /// Whether this operator and those that follow are exactly `part`, whatever its values are called.
    [[nodiscard]] bool isWrittenAs(const OnnxPart& part) const;
};

/// What fromOnnx returns: the parameters, and the weights by the names of the kind's list. Where several
/// kinds can read an operator, the one that reads most wins.
struct OnnxRead {
    ParameterValues parameters;
    std::map<std::string, tensor::Tensor> weights = {};
    std::size_t operators = 1; ///< that were read, from the first one on; the outputs are those of the last
};

} // namespace netwright::layers
