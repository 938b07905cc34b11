// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/base/parameter.hpp"
#include "core/layers/catalogue/onnx_node.hpp"
#include "core/layers/catalogue/python_part.hpp"
#include "core/tensor/column.hpp"
#include "core/tensor/shape.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::layers {

class Builder;
enum class Activation;

enum class Category {
    Data,
    Dense,
    Convolution,
    Pooling,
    Normalisation,
    Activation,
    Regularisation,
    Shape,
    Merge,
    Loss,
    Block ///< of networks within networks; see core/network/block.hpp
};

[[nodiscard]] std::string_view titleOf(Category category);

struct Port {
    std::string id; ///< the file key: "input", "output", "prediction"
    std::string label;
};

/// What the shape of a node follows from. Shapes are per sample.
struct ShapeRequest {
    const ParameterValues& parameters;
    std::span<const tensor::Shape> inputs;
    const tensor::Signature& data; ///< of the network's dataset
};

enum class Initialiser {
    Zeros,
    Ones,
    GlorotUniform, ///< U(-a, a), a = sqrt(6 / (fan in + fan out)); Glorot and Bengio, AISTATS 2010
    Uniform, ///< U(-limit, limit)
    ForgetGate, ///< of an LSTM's bias: 1 for its second gate, else 0; Jozefowicz et al., ICML 2015
};

/// A named array that a node owns.
struct WeightSpec {
    std::string name; ///< the key in checkpoints, for ever: "kernel", "bias"
    tensor::Shape shape; ///< plain, logical: conv2d (out, in, height, width), dense (out, in)
    Initialiser initialiser = Initialiser::Zeros;
    std::int64_t fanIn = 0; ///< of GlorotUniform
    std::int64_t fanOut = 0;
    double limit = 0; ///< of Uniform
    bool isTrainable = true; ///< false: a statistic, such as a running mean
    /// Of a table: how many rows a sample uses at most. Only the gradients of the rows that a batch uses have
    /// memory, one for all slices, which write a share of the columns each. 0: it is no table.
    std::int64_t rowsPerSample = 0;
};

/// What a kind does to each value x of a channel: factor x + addend.
struct ChannelMap {
    double factor = 1;
    double addend = 0;
};

struct Cost {
    std::int64_t parameters = 0; ///< trainable numbers
    std::int64_t multiplyAdds = 0; ///< forward, per sample
    std::int64_t activationBytes = 0; ///< of the outputs in fp32, per sample
};

/// An entry of the catalogue: all that Netwright knows about a kind of layer, in one constant of one file.
/// The palette, the form, the manual, the JSON reader, the engine and the sweep tests read it from here.
struct LayerKind {
    std::string id; ///< the file key, for ever: "conv2d"
    std::string title; ///< "Conv 2D"
    Category category = Category::Dense;
    std::string help; ///< what it computes, in one or two sentences
    /// The same as formulas, one a line, in UTF-8: "_{...}" is written below the line, "^{...}" above it.
    std::string formula = {};
    std::string words = {}; ///< what else people search it by, with ", " between: "linear, fully connected"
    std::vector<ParameterSpec> parameters = {};
    std::vector<Port> inputs = {};
    std::vector<Port> outputs = {};
    bool fusesActivation = false; ///< `build` honours Builder::activation()
    /// Of a kind whose `build` honours Builder::hasFoldedNorm(): the axis of its weight "kernel" along which
    /// the channels of its output lie.
    std::optional<std::size_t> kernelOutputAxis = {};
    /// Every output is one of the inputs (max pooling): masks of a ReLU may be taken after it.
    bool selectsInputs = false;
    /// `build` takes inputs and gradients in bfloat16 as it does in fp32; others get them in fp32.
    bool takesRounded = false;
    Activation activation {}; ///< of a kind that is nothing but this elementwise function

    /// One shape per output port. The message has no node name in front; the caller adds `conv2d "conv1": `.
    Result<std::vector<tensor::Shape>> (*inferShape)(const ShapeRequest&) = nullptr;
    /// Null: no weights. Called with shapes that inferShape accepted.
    std::vector<WeightSpec> (*weights)(const ShapeRequest&) = nullptr;
    /// Null: no multiply-adds. Forward, per sample.
    std::int64_t (*multiplyAdds)(const ShapeRequest&, std::span<const tensor::Shape> outputs) = nullptr;
    /// Of a kind that outside training maps each channel by itself, and so may become a part of the product
    /// before it: how, by its weights, which are in the order of `weights`, plain, one number for each
    /// channel.
    ChannelMap (*channelMap)(const ParameterValues& parameters, std::span<const float* const> weights,
                             std::size_t channel)
        = nullptr;
    /// Records the operations of one node. Errors are oneDNN's refusals.
    Status (*build)(Builder&) = nullptr;
    /// Null: not part of an inference graph (losses) or written by the exporter itself (input).
    Result<OnnxPart> (*toOnnx)(const OnnxWriting&) = nullptr;
    /// Null: never read back. Nothing where the operator is not of this kind.
    std::optional<Result<OnnxRead>> (*fromOnnx)(const OnnxReading&) = nullptr;
    /// Null: cannot be said in PyTorch, or is written by the exporter itself (data).
    Result<PythonPart> (*toPyTorch)(const PythonWriting&) = nullptr;
    Result<PythonPart> (*toKeras)(const PythonWriting&) = nullptr; ///< the same for Keras
    /// Of a kind that does the same to each number: what it makes of one, for its picture.
    double (*curve)(double x, const ParameterValues& parameters) = nullptr;
};

/// Of weights, outputs and `multiplyAdds` together.
[[nodiscard]] Cost costOf(const LayerKind& kind, const ShapeRequest& request,
                          std::span<const tensor::Shape> outputs);
/// Empty where the kind has none.
[[nodiscard]] std::vector<WeightSpec> weightsOf(const LayerKind& kind, const ShapeRequest& request);
/// The column that the Column parameter `id` names; the error lists the columns there are.
[[nodiscard]] Result<const tensor::Column*> boundColumn(const ShapeRequest& request, std::string_view id);

} // namespace netwright::layers
