// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/builder.hpp"
#include "tests/core/layers/wrapped_layer.hpp"

#include <cmath>
#include <limits>
#include <numbers>

/// What every kind computes, in double and in the plainest loops: the definition that the engine is held
/// against.
namespace netwright::layers::testing {

using Numbers = std::vector<double>;

/// Everything a kind computes from, plain, batch first.
struct Given {
    ParameterValues parameters;
    std::vector<tensor::Shape> shapes; ///< of the inputs, per sample
    std::vector<Numbers> inputs;
    std::map<std::string, Numbers> weights;
    Numbers bound; ///< of the column that a data layer or a loss is bound to; classes as numbers
    std::int64_t batch = 0;
    Mode mode = Mode::Inference;

    explicit Given(const WrappedLayer& wrapped, Mode given)
        : parameters(wrapped.layerCase().parameters())
        , shapes(wrapped.layerCase().inputs)
        , batch(wrapped.batch())
        , mode(given)
    {
        for (std::size_t port = 0; port < shapes.size(); ++port) {
            const auto values = wrapped.inputValues(port);
            inputs.emplace_back(values.begin(), values.end());
        }
        for (const auto& [name, tensor] : wrapped.weights())
            weights.emplace(name, Numbers(tensor.values.begin(), tensor.values.end()));
        const auto values = wrapped.columnValues("bound");
        bound.assign(values.begin(), values.end());
    }
};

/// Position of (n, c, i, j) in an array of `shape` per sample.
inline std::size_t at(const tensor::Shape& shape, std::int64_t n, std::int64_t c, std::int64_t i,
                      std::int64_t j)
{
    return static_cast<std::size_t>(((n * shape[0] + c) * shape[1] + i) * shape[2] + j);
}

/// A window that moves over an image: pads of "same" as in ONNX's SAME_UPPER.
struct ReferenceWindow {
    std::array<std::int64_t, 2> size, stride, before {}, output {};

    ReferenceWindow(const ParameterValues& values, const tensor::Shape& image, const std::string& name)
        : size { values.integer(name + "_height"), values.integer(name + "_width") }
        , stride { values.integer("stride_height"), values.integer("stride_width") }
    {
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const auto length = image[axis + 1];
            stride[axis] = stride[axis] == 0 ? size[axis] : stride[axis];
            output[axis] = (length - size[axis]) / stride[axis] + 1;
            if (values.text("padding") == "same") {
                output[axis] = (length + stride[axis] - 1) / stride[axis];
                before[axis]
                    = std::max<std::int64_t>(0, (output[axis] - 1) * stride[axis] + size[axis] - length) / 2;
            } else if (values.text("padding") == "custom") {
                before[axis] = values.integer(axis == 0 ? "padding_height" : "padding_width");
                output[axis] = (length + 2 * before[axis] - size[axis]) / stride[axis] + 1;
            }
        }
    }

    /// Calls visit(u, v, y, x) for each place of the window at (i, j) that lies inside the image.
    template <class Visit>
    void forEach(const tensor::Shape& image, std::int64_t i, std::int64_t j, const Visit& visit) const
    {
        for (std::int64_t u = 0; u < size[0]; ++u) {
            for (std::int64_t v = 0; v < size[1]; ++v) {
                const auto y = i * stride[0] + u - before[0];
                const auto x = j * stride[1] + v - before[1];
                if (y >= 0 && y < image[1] && x >= 0 && x < image[2])
                    visit(u, v, y, x);
            }
        }
    }
};

/// Calls visit(n, c, i, j) for each number of a batch.
template <class Visit> void forEachPixel(std::int64_t batch, const tensor::Shape& shape, const Visit& visit)
{
    for (std::int64_t n = 0; n < batch; ++n) {
        for (std::int64_t c = 0; c < shape[0]; ++c) {
            for (std::int64_t i = 0; i < shape[1]; ++i) {
                for (std::int64_t j = 0; j < shape[2]; ++j)
                    visit(n, c, i, j);
            }
        }
    }
}

/// Of step 0, of the node that is first in its network.
inline Numbers noiseReference(const Given& given)
{
    const auto count = given.batch * given.parameters.integer("size");
    const Random random(1, streams::kDropout);
    Numbers output;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto words = random.block(static_cast<std::uint64_t>(i / 4));
        const auto pair = static_cast<std::size_t>(i % 4 / 2 * 2);
        const auto uniform
            = [&](std::size_t word) { return static_cast<double>(words[word] >> 8) * 0x1p-24; };
        const double radius = std::sqrt(-2 * std::log(uniform(pair) + 0x1p-24));
        const double angle = 2 * std::numbers::pi * uniform(pair + 1);
        output.push_back(radius * (i % 2 == 0 ? std::cos(angle) : std::sin(angle)));
    }
    return output;
}

inline Numbers maxPool2dReference(const Given& given)
{
    const auto& image = given.shapes[0];
    const ReferenceWindow window(given.parameters, image, "pool");
    const tensor::Shape shape { image[0], window.output[0], window.output[1] };
    Numbers output(static_cast<std::size_t>(given.batch * shape.elements()),
                   std::numeric_limits<double>::lowest());
    forEachPixel(given.batch, shape, [&](auto n, auto c, auto i, auto j) {
        window.forEach(image, i, j, [&](auto, auto, auto y, auto x) {
            auto& largest = output[at(shape, n, c, i, j)];
            largest = std::max(largest, given.inputs[0][at(image, n, c, y, x)]);
        });
    });
    return output;
}

inline Numbers averagePool2dReference(const Given& given)
{
    const auto& image = given.shapes[0];
    const ReferenceWindow window(given.parameters, image, "pool");
    const tensor::Shape shape { image[0], window.output[0], window.output[1] };
    Numbers output(static_cast<std::size_t>(given.batch * shape.elements()));
    forEachPixel(given.batch, shape, [&](auto n, auto c, auto i, auto j) {
        double count = 0;
        auto& mean = output[at(shape, n, c, i, j)];
        window.forEach(image, i, j, [&](auto, auto, auto y, auto x) {
            mean += given.inputs[0][at(image, n, c, y, x)];
            ++count;
        });
        mean /= count;
    });
    return output;
}

inline Numbers conv2dReference(const Given& given)
{
    const auto& image = given.shapes[0];
    const ReferenceWindow window(given.parameters, image, "kernel");
    const auto filters = given.parameters.integer("filters");
    const tensor::Shape shape { filters, window.output[0], window.output[1] };
    const tensor::Shape kernelShape { image[0], window.size[0], window.size[1] };
    const auto& kernel = given.weights.at("kernel");
    Numbers output(static_cast<std::size_t>(given.batch * shape.elements()));
    forEachPixel(given.batch, shape, [&](auto n, auto f, auto i, auto j) {
        auto& sum = output[at(shape, n, f, i, j)];
        if (given.parameters.flag("bias"))
            sum = given.weights.at("bias")[static_cast<std::size_t>(f)];
        for (std::int64_t c = 0; c < image[0]; ++c) {
            window.forEach(image, i, j, [&](auto u, auto v, auto y, auto x) {
                sum += kernel[at(kernelShape, f, c, u, v)] * given.inputs[0][at(image, n, c, y, x)];
            });
        }
    });
    return output;
}

inline Numbers convTranspose2dReference(const Given& given)
{
    const auto& image = given.shapes[0];
    const auto& values = given.parameters;
    const std::array size { values.integer("kernel_height"), values.integer("kernel_width") };
    const std::array stride { values.integer("stride_height"), values.integer("stride_width") };
    tensor::Shape shape { values.integer("filters"), 0, 0 };
    std::array<std::int64_t, 2> cropped {};
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const auto covered = (image[axis + 1] - 1) * stride[axis] + size[axis];
        shape[axis + 1] = covered;
        if (values.text("padding") == "same") {
            shape[axis + 1] = image[axis + 1] * stride[axis];
            cropped[axis] = std::max<std::int64_t>(0, covered - shape[axis + 1]) / 2;
        } else if (values.text("padding") == "custom") {
            const std::string name = axis == 0 ? "_height" : "_width";
            cropped[axis] = values.integer("padding" + name);
            shape[axis + 1] += values.integer("output_padding" + name) - 2 * cropped[axis];
        }
    }
    const tensor::Shape kernelShape { shape[0], size[0], size[1] };
    const auto& kernel = given.weights.at("kernel");
    Numbers output(static_cast<std::size_t>(given.batch * shape.elements()));
    if (values.flag("bias"))
        forEachPixel(given.batch, shape, [&](auto n, auto f, auto i, auto j) {
            output[at(shape, n, f, i, j)] = given.weights.at("bias")[static_cast<std::size_t>(f)];
        });
    forEachPixel(given.batch, image, [&](auto n, auto c, auto i, auto j) {
        forEachPixel(1, kernelShape, [&](auto, auto f, auto u, auto v) {
            const auto y = i * stride[0] + u - cropped[0];
            const auto x = j * stride[1] + v - cropped[1];
            if (y >= 0 && y < shape[1] && x >= 0 && x < shape[2])
                output[at(shape, n, f, y, x)]
                    += kernel[at(kernelShape, c, f, u, v)] * given.inputs[0][at(image, n, c, i, j)];
        });
    });
    return output;
}

/// The size of the last axis: of a vector, or of a position of a sequence.
inline std::size_t widthOf(const tensor::Shape& shape)
{
    return static_cast<std::size_t>(shape[shape.rank() - 1]);
}

inline Numbers denseReference(const Given& given)
{
    const auto inputs = widthOf(given.shapes[0]);
    const auto units = static_cast<std::size_t>(given.parameters.integer("units"));
    const auto& kernel = given.weights.at("kernel");
    Numbers output;
    for (std::size_t n = 0; n < given.inputs[0].size() / inputs; ++n) {
        for (std::size_t unit = 0; unit < units; ++unit) {
            double sum = given.parameters.flag("bias") ? given.weights.at("bias")[unit] : 0;
            for (std::size_t i = 0; i < inputs; ++i)
                sum += kernel[unit * inputs + i] * given.inputs[0][n * inputs + i];
            output.push_back(sum);
        }
    }
    return output;
}

inline Numbers embeddingReference(const Given& given)
{
    const auto size = static_cast<std::size_t>(given.parameters.integer("size"));
    const auto last = static_cast<double>(given.parameters.integer("vocabulary") - 1);
    Numbers output;
    for (const auto id : given.inputs[0]) {
        const auto row = given.weights.at("table").begin()
            + static_cast<std::ptrdiff_t>(std::clamp(id, 0.0, last)) * static_cast<std::ptrdiff_t>(size);
        output.insert(output.end(), row, row + static_cast<std::ptrdiff_t>(size));
    }
    return output;
}

inline Numbers batchNormReference(const Given& given)
{
    const auto& shape = given.shapes[0];
    const auto channels = static_cast<std::size_t>(shape[0]);
    const auto area = static_cast<std::size_t>(shape.elements()) / channels;
    auto output = given.inputs[0];
    for (std::size_t c = 0; c < channels; ++c) {
        std::vector<double*> values;
        for (std::size_t n = 0; n < static_cast<std::size_t>(given.batch); ++n) {
            for (std::size_t i = 0; i < area; ++i)
                values.push_back(&output[(n * channels + c) * area + i]);
        }
        double mean = given.weights.at("running_mean")[c];
        double variance = given.weights.at("running_variance")[c];
        if (given.mode == Mode::Training) {
            const auto count = static_cast<double>(values.size());
            mean = variance = 0;
            for (const auto* value : values)
                mean += *value / count;
            for (const auto* value : values)
                variance += (*value - mean) * (*value - mean) / count;
        }
        const auto factor
            = given.weights.at("scale")[c] / std::sqrt(variance + given.parameters.real("epsilon"));
        for (auto* value : values)
            *value = factor * (*value - mean) + given.weights.at("shift")[c];
    }
    return output;
}

inline Numbers layerNormReference(const Given& given)
{
    const auto width = widthOf(given.shapes[0]);
    auto output = given.inputs[0];
    for (std::size_t row = 0; row < output.size(); row += width) {
        double mean = 0;
        double variance = 0;
        for (std::size_t i = 0; i < width; ++i)
            mean += output[row + i] / static_cast<double>(width);
        for (std::size_t i = 0; i < width; ++i)
            variance += std::pow(output[row + i] - mean, 2) / static_cast<double>(width);
        const auto deviation = std::sqrt(variance + given.parameters.real("epsilon"));
        for (std::size_t i = 0; i < width; ++i)
            output[row + i] = given.weights.at("scale")[i] * (output[row + i] - mean) / deviation
                + given.weights.at("shift")[i];
    }
    return output;
}

inline Numbers positionEmbeddingReference(const Given& given)
{
    const auto& table = given.weights.at("table");
    auto output = given.inputs[0];
    for (std::size_t i = 0; i < output.size(); ++i)
        output[i] += table[i % table.size()];
    return output;
}

inline Numbers selfAttentionReference(const Given& given)
{
    const auto length = static_cast<std::size_t>(given.shapes[0][0]);
    const auto width = widthOf(given.shapes[0]);
    const auto size = width / static_cast<std::size_t>(given.parameters.integer("heads"));
    const auto project = [width](const Numbers& from, const Numbers& kernel, const Numbers& bias) {
        Numbers to;
        for (std::size_t row = 0; row < from.size(); row += width) {
            for (std::size_t unit = 0; unit < bias.size(); ++unit)
                to.push_back(std::inner_product(from.begin() + static_cast<std::ptrdiff_t>(row),
                                                from.begin() + static_cast<std::ptrdiff_t>(row + width),
                                                kernel.begin() + static_cast<std::ptrdiff_t>(unit * width),
                                                bias[unit]));
        }
        return to;
    };
    const auto qkv = project(given.inputs[0], given.weights.at("qkv_kernel"), given.weights.at("qkv_bias"));
    Numbers mixed(given.inputs[0].size());
    for (std::size_t row = 0; row < mixed.size() / width; ++row) {
        const auto first = row / length * length; // of the sample
        const auto seen = given.parameters.flag("causal") ? row % length + 1 : length;
        for (std::size_t head = 0; head < width; head += size) {
            Numbers shares(seen);
            double sum = 0;
            for (std::size_t t = 0; t < seen; ++t) {
                for (std::size_t i = head; i < head + size; ++i)
                    shares[t] += qkv[row * 3 * width + i] * qkv[(first + t) * 3 * width + width + i];
                shares[t] = std::exp(shares[t] / std::sqrt(static_cast<double>(size)));
                sum += shares[t];
            }
            for (std::size_t t = 0; t < seen; ++t) {
                for (std::size_t i = head; i < head + size; ++i)
                    mixed[row * width + i] += shares[t] / sum * qkv[(first + t) * 3 * width + 2 * width + i];
            }
        }
    }
    return project(mixed, given.weights.at("output_kernel"), given.weights.at("output_bias"));
}

inline Numbers softmaxReference(const Given& given)
{
    const auto size = static_cast<std::size_t>(given.shapes[0][0]);
    auto output = given.inputs[0];
    for (std::size_t row = 0; row < output.size(); row += size) {
        double sum = 0;
        for (std::size_t i = 0; i < size; ++i)
            sum += std::exp(output[row + i]);
        for (std::size_t i = 0; i < size; ++i)
            output[row + i] = std::exp(output[row + i]) / sum;
    }
    return output;
}

inline Numbers reluReference(const Given& given)
{
    auto output = given.inputs[0];
    for (auto& value : output)
        value = std::max(value, 0.0);
    return output;
}

inline Numbers lstmReference(const Given& given)
{
    const auto steps = static_cast<std::size_t>(given.shapes[0][0]);
    const auto inputs = static_cast<std::size_t>(given.shapes[0][1]);
    const auto units = static_cast<std::size_t>(given.parameters.integer("units"));
    const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
    Numbers output;
    for (std::size_t n = 0; n < static_cast<std::size_t>(given.batch); ++n) {
        Numbers hidden(units);
        Numbers cell(units);
        for (std::size_t t = 0; t < steps; ++t) {
            auto sums = given.weights.at("bias"); // of the gates i, f, g, o
            for (std::size_t row = 0; row < 4 * units; ++row) {
                for (std::size_t i = 0; i < inputs; ++i)
                    sums[row] += given.weights.at("kernel")[row * inputs + i]
                        * given.inputs[0][(n * steps + t) * inputs + i];
                for (std::size_t i = 0; i < units; ++i)
                    sums[row] += given.weights.at("recurrent_kernel")[row * units + i] * hidden[i];
            }
            for (std::size_t i = 0; i < units; ++i) {
                cell[i]
                    = sigmoid(sums[units + i]) * cell[i] + sigmoid(sums[i]) * std::tanh(sums[2 * units + i]);
                hidden[i] = sigmoid(sums[3 * units + i]) * std::tanh(cell[i]);
            }
            if (t + 1 == steps || given.parameters.text("output") == "all")
                output.insert(output.end(), hidden.begin(), hidden.end());
        }
    }
    return output;
}

inline Numbers leakyReluReference(const Given& given)
{
    auto output = given.inputs[0];
    for (auto& value : output)
        value *= value > 0 ? 1.0 : given.parameters.real("slope");
    return output;
}

inline Numbers tanhReference(const Given& given)
{
    auto output = given.inputs[0];
    for (auto& value : output)
        value = std::tanh(value);
    return output;
}

inline Numbers sigmoidReference(const Given& given)
{
    auto output = given.inputs[0];
    for (auto& value : output)
        value = 1 / (1 + std::exp(-value));
    return output;
}

inline Numbers addReference(const Given& given)
{
    auto output = given.inputs[0];
    for (std::size_t i = 0; i < output.size(); ++i)
        output[i] += given.inputs[1][i];
    return output;
}

/// The mean over the second axis of (outer, length, inner), once per outer and inner.
inline Numbers meanOver(const Numbers& input, std::size_t length, std::size_t inner)
{
    Numbers output(input.size() / length);
    for (std::size_t i = 0; i < input.size(); ++i)
        output[i / (length * inner) * inner + i % inner] += input[i] / static_cast<double>(length);
    return output;
}

inline Numbers globalAveragePoolReference(const Given& given)
{
    const auto& image = given.shapes[0];
    return meanOver(given.inputs[0], static_cast<std::size_t>(image[1] * image[2]), 1);
}

inline Numbers sequenceMeanReference(const Given& given)
{
    const auto& sequence = given.shapes[0];
    return meanOver(given.inputs[0], static_cast<std::size_t>(sequence[0]),
                    static_cast<std::size_t>(sequence[1]));
}

inline Numbers subsampleReference(const Given& given)
{
    const auto& image = given.shapes[0];
    const auto down = given.parameters.integer("stride_height");
    const auto across = given.parameters.integer("stride_width");
    Numbers output;
    forEachPixel(given.batch, image, [&](auto n, auto c, auto i, auto j) {
        if (i % down == 0 && j % across == 0)
            output.push_back(given.inputs[0][at(image, n, c, i, j)]);
    });
    return output;
}

inline Numbers padChannelsReference(const Given& given)
{
    const auto& image = given.shapes[0];
    const tensor::Shape shape { given.parameters.integer("channels"), image[1], image[2] };
    Numbers output;
    forEachPixel(given.batch, shape, [&](auto n, auto c, auto i, auto j) {
        output.push_back(c < image[0] ? given.inputs[0][at(image, n, c, i, j)] : 0.0);
    });
    return output;
}

inline Numbers sigmoidCrossEntropyReference(const Given& given)
{
    const auto shares = sigmoidReference(given);
    double sum = 0;
    for (std::size_t i = 0; i < given.bound.size(); ++i)
        sum -= given.bound[i] * std::log(shares[i]) + (1 - given.bound[i]) * std::log(1 - shares[i]);
    return { given.parameters.real("weight") * sum / static_cast<double>(given.bound.size()) };
}

inline Numbers sameReference(const Given& given) { return given.inputs[0]; }
inline Numbers inputReference(const Given& given) { return given.bound; }

inline Numbers meanSquaredErrorReference(const Given& given)
{
    double sum = 0;
    for (std::size_t i = 0; i < given.bound.size(); ++i)
        sum += std::pow(given.inputs[0][i] - given.bound[i], 2);
    return { given.parameters.real("weight") * sum / static_cast<double>(given.bound.size()) };
}

inline Numbers softmaxCrossEntropyReference(const Given& given)
{
    const auto shares = softmaxReference(given);
    const auto classes = static_cast<std::size_t>(given.shapes[0][0]);
    double sum = 0;
    for (std::size_t n = 0; n < given.bound.size(); ++n)
        sum -= std::log(shares[n * classes + static_cast<std::size_t>(given.bound[n])]);
    return { given.parameters.real("weight") * sum / static_cast<double>(given.batch) };
}

struct Reference {
    /// Of a loss: one number, the loss. Of other kinds: their output, plain, batch first.
    Numbers (*compute)(const Given&) = nullptr;
    const char* whyNotInTraining = nullptr; ///< where only inference is compared
};

inline const std::map<std::string, Reference>& references()
{
    static const std::map<std::string, Reference> kReferences {
        { "add", { addReference } },
        { "average_pool2d", { averagePool2dReference } },
        { "batch_norm", { batchNormReference } },
        { "conv2d", { conv2dReference } },
        { "conv_transpose2d", { convTranspose2dReference } },
        { "dense", { denseReference } },
        { "dropout", { sameReference, "draws at random; dropout_test.cpp looks at the draws" } },
        { "embedding", { embeddingReference } },
        { "flatten", { sameReference } },
        { "global_average_pool", { globalAveragePoolReference } },
        { "input", { inputReference } },
        { "layer_norm", { layerNormReference } },
        { "leaky_relu", { leakyReluReference } },
        { "lstm", { lstmReference } },
        { "max_pool2d", { maxPool2dReference } },
        { "mean_squared_error", { meanSquaredErrorReference } },
        { "noise", { noiseReference } },
        { "pad_channels", { padChannelsReference } },
        { "position_embedding", { positionEmbeddingReference } },
        { "relu", { reluReference } },
        { "reshape", { sameReference } },
        { "self_attention", { selfAttentionReference } },
        { "sequence_mean", { sequenceMeanReference } },
        { "sigmoid", { sigmoidReference } },
        { "sigmoid_cross_entropy", { sigmoidCrossEntropyReference } },
        { "softmax", { softmaxReference } },
        { "softmax_cross_entropy", { softmaxCrossEntropyReference } },
        { "subsample", { subsampleReference } },
        { "tanh", { tanhReference } },
    };
    return kReferences;
}

} // namespace netwright::layers::testing
