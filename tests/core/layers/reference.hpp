// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/layers/image_references.hpp"
#include "tests/core/layers/sequence_references.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

/// What every kind computes, in double and in the plainest loops: the definition that the engine is held
/// against.
namespace netwright::layers::testing {

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
