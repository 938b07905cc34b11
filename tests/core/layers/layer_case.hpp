// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/layer_table.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace netwright::layers::testing {

/// One setting of a kind that the sweep tests: parameters that differ from their defaults, and the shapes
/// that go in.
struct LayerCase {
    const LayerKind* kind = nullptr;
    std::string name;
    std::vector<tensor::Shape> inputs;
    std::vector<std::pair<std::string, Value>> settings = {};
    std::int64_t vocabulary = 0; ///< not 0: what goes in are token ids below it, which nothing learns

    [[nodiscard]] ParameterValues parameters() const
    {
        ParameterValues values(kind->parameters);
        for (const auto& [id, value] : settings)
            values.set(id, value);
        return values;
    }
};

/// Of a column that holds values of this shape.
inline tensor::ColumnType columnTypeOf(const tensor::Shape& shape)
{
    return shape.rank() == 3 ? tensor::ColumnType::Image : tensor::ColumnType::Vector;
}

/// Settings worth more than the defaults. 17 channels do not fill oneDNN's blocks; a kind that is missing
/// here is tested with its defaults.
inline const std::map<std::string, std::vector<LayerCase>>& chosenCases()
{
    using Integer = std::int64_t;
    static const std::map<std::string, std::vector<LayerCase>> kCases {
        { "max_pool2d",
          { { .name = "defaults", .inputs = { { 2, 4, 6 } } },
            { .name = "overlapping, blocked",
              .inputs = { { 17, 4, 3 } },
              .settings = { { "pool_height", Integer { 3 } },
                            { "stride_height", Integer { 1 } },
                            { "stride_width", Integer { 1 } } } },
            { .name = "same",
              .inputs = { { 2, 7, 5 } },
              .settings = { { "pool_height", Integer { 3 } },
                            { "stride_width", Integer { 1 } },
                            { "padding", std::string("same") } } },
            { .name = "rows left over", .inputs = { { 1, 5, 7 } } } } },
        { "average_pool2d",
          { { .name = "defaults", .inputs = { { 2, 4, 6 } } },
            { .name = "overlapping, blocked",
              .inputs = { { 17, 4, 3 } },
              .settings = { { "pool_height", Integer { 3 } },
                            { "stride_height", Integer { 1 } },
                            { "stride_width", Integer { 1 } } } },
            { .name = "same",
              .inputs = { { 2, 7, 5 } },
              .settings = { { "pool_height", Integer { 3 } },
                            { "stride_width", Integer { 1 } },
                            { "padding", std::string("same") } } } } },
        { "batch_norm",
          { { .name = "vector", .inputs = { { 6 } } },
            { .name = "image", .inputs = { { 3, 2, 3 } } },
            { .name = "blocked", .inputs = { { 17, 2, 1 } }, .settings = { { "epsilon", 0.01 } } },
            { .name = "momentum", .inputs = { { 5 } }, .settings = { { "momentum", 0.25 } } } } },
        { "conv2d",
          { { .name = "none", .inputs = { { 3, 4, 5 } }, .settings = { { "filters", Integer { 4 } } } },
            { .name = "same, wide, blocked",
              .inputs = { { 17, 3, 2 } },
              .settings = { { "filters", Integer { 3 } },
                            { "kernel_width", Integer { 2 } },
                            { "stride_height", Integer { 2 } },
                            { "padding", std::string("same") } } },
            { .name = "custom padding, no bias",
              .inputs = { { 2, 4, 4 } },
              .settings = { { "filters", Integer { 17 } },
                            { "stride_width", Integer { 2 } },
                            { "padding", std::string("custom") },
                            { "padding_height", Integer { 2 } },
                            { "padding_width", Integer { 1 } },
                            { "bias", false } } },
            { .name = "one channel, many filters",
              .inputs = { { 1, 3, 4 } },
              .settings = { { "filters", Integer { 32 } } } },
            { .name = "one pixel",
              .inputs = { { 5, 3, 3 } },
              .settings = { { "filters", Integer { 2 } },
                            { "kernel_height", Integer { 1 } },
                            { "kernel_width", Integer { 1 } } } } } },
        { "conv_transpose2d",
          { { .name = "same, two wide strides",
              .inputs = { { 3, 2, 3 } },
              .settings = { { "filters", Integer { 4 } } } },
            { .name = "blocked, odd crop",
              .inputs = { { 17, 3, 2 } },
              .settings = { { "filters", Integer { 18 } },
                            { "kernel_height", Integer { 3 } },
                            { "kernel_width", Integer { 3 } },
                            { "stride_width", Integer { 1 } } } },
            { .name = "none, kernel smaller than the stride",
              .inputs = { { 2, 2, 2 } },
              .settings = { { "filters", Integer { 1 } },
                            { "kernel_height", Integer { 1 } },
                            { "kernel_width", Integer { 2 } },
                            { "stride_width", Integer { 3 } },
                            { "padding", std::string("none") } } },
            { .name = "same, kernel smaller than the stride",
              .inputs = { { 2, 2, 2 } },
              .settings = { { "filters", Integer { 2 } },
                            { "kernel_height", Integer { 1 } },
                            { "kernel_width", Integer { 2 } },
                            { "stride_width", Integer { 3 } } } },
            { .name = "many channels, one filter",
              .inputs = { { 32, 2, 2 } },
              .settings = { { "filters", Integer { 1 } } } },
            { .name = "custom, no bias",
              .inputs = { { 4, 3, 3 } },
              .settings = { { "filters", Integer { 16 } },
                            { "kernel_height", Integer { 3 } },
                            { "kernel_width", Integer { 3 } },
                            { "padding", std::string("custom") },
                            { "padding_height", Integer { 1 } },
                            { "padding_width", Integer { 2 } },
                            { "output_padding_height", Integer { 1 } },
                            { "bias", false } } } } },
        { "dense",
          { { .name = "bias", .inputs = { { 7 } }, .settings = { { "units", Integer { 5 } } } },
            { .name = "no bias",
              .inputs = { { 33 } },
              .settings = { { "units", Integer { 17 } }, { "bias", false } } },
            { .name = "sequence", .inputs = { { 5, 7 } }, .settings = { { "units", Integer { 3 } } } },
            { .name = "sequence, no bias",
              .inputs = { { 3, 17 } },
              .settings = { { "units", Integer { 18 } }, { "bias", false } } },
            { .name = "one by one", .inputs = { { 1 } }, .settings = { { "units", Integer { 1 } } } } } },
        { "embedding",
          { { .name = "sequence",
              .inputs = { { 5 } },
              .settings = { { "vocabulary", Integer { 7 } }, { "size", Integer { 3 } } },
              .vocabulary = 7 },
            { .name = "one id",
              .inputs = { { 1 } },
              .settings = { { "vocabulary", Integer { 4 } }, { "size", Integer { 17 } } },
              .vocabulary = 4 },
            { .name = "ids out of range",
              .inputs = { { 6 } },
              .settings = { { "vocabulary", Integer { 4 } }, { "size", Integer { 2 } } },
              .vocabulary = 9 },
            { .name = "behind a layer that learns",
              .inputs = { { 4 } },
              .settings = { { "vocabulary", Integer { 3 } }, { "size", Integer { 2 } } } } } },
        { "layer_norm",
          { { .name = "vector", .inputs = { { 6 } } },
            { .name = "sequence", .inputs = { { 3, 17 } } },
            { .name = "epsilon", .inputs = { { 2, 5 } }, .settings = { { "epsilon", 0.01 } } } } },
        { "position_embedding", { { .name = "sequence", .inputs = { { 3, 5 } } } } },
        { "self_attention",
          { { .name = "two heads", .inputs = { { 3, 6 } }, .settings = { { "heads", Integer { 2 } } } },
            { .name = "one head, causal",
              .inputs = { { 4, 5 } },
              .settings = { { "heads", Integer { 1 } }, { "causal", true } } },
            { .name = "causal", .inputs = { { 3, 4 } }, .settings = { { "causal", true } } } } },
        { "lstm",
          { { .name = "last state", .inputs = { { 5, 3 } }, .settings = { { "units", Integer { 4 } } } },
            { .name = "all states, two blocks of units",
              .inputs = { { 3, 4 } },
              .settings = { { "units", Integer { 18 } }, { "output", std::string("all") } } },
            { .name = "two steps of one number",
              .inputs = { { 2, 1 } },
              .settings = { { "units", Integer { 16 } } } } } },
        { "add",
          { { .name = "vectors", .inputs = { { 7 }, { 7 } } },
            { .name = "sequences", .inputs = { { 3, 4 }, { 3, 4 } } },
            { .name = "blocked", .inputs = { { 17, 3, 2 }, { 17, 3, 2 } } } } },
        { "leaky_relu",
          { { .name = "vector", .inputs = { { 7 } } },
            { .name = "blocked", .inputs = { { 17, 3, 2 } }, .settings = { { "slope", 0.2 } } } } },
        { "tanh",
          { { .name = "vector", .inputs = { { 33 } } }, { .name = "blocked", .inputs = { { 17, 3, 2 } } } } },
        { "sigmoid",
          { { .name = "vector", .inputs = { { 33 } } }, { .name = "blocked", .inputs = { { 17, 3, 2 } } } } },
        { "reshape",
          { { .name = "vector to image",
              .inputs = { { 12 } },
              .settings = { { "shape", std::string("3 2 2") } } },
            { .name = "blocked to sequence",
              .inputs = { { 17, 3, 2 } },
              .settings = { { "shape", std::string("-1 17") } } },
            { .name = "sequence to vector", .inputs = { { 4, 3 } } } } },
        { "global_average_pool",
          { { .name = "plain", .inputs = { { 3, 4, 3 } } },
            { .name = "blocked", .inputs = { { 32, 3, 2 } } },
            { .name = "blocked, with gaps", .inputs = { { 17, 3, 2 } } },
            { .name = "one pixel", .inputs = { { 5, 1, 1 } } } } },
        { "sequence_mean",
          { { .name = "narrow", .inputs = { { 5, 4 } } },
            { .name = "wide", .inputs = { { 3, 77 } } },
            { .name = "numbers", .inputs = { { 5, 1 } } },
            { .name = "two steps", .inputs = { { 2, 6 } } } } },
        { "subsample",
          { { .name = "plain", .inputs = { { 3, 5, 4 } } },
            { .name = "blocked, with gaps", .inputs = { { 17, 4, 3 } } },
            { .name = "across",
              .inputs = { { 16, 3, 7 } },
              .settings = { { "stride_height", Integer { 1 } }, { "stride_width", Integer { 3 } } } },
            { .name = "longer than the image",
              .inputs = { { 2, 3, 3 } },
              .settings = { { "stride_height", Integer { 9 } } } } } },
        { "pad_channels",
          { { .name = "plain", .inputs = { { 3, 3, 4 } }, .settings = { { "channels", Integer { 5 } } } },
            { .name = "blocked", .inputs = { { 16, 3, 2 } } },
            { .name = "blocked, into gaps",
              .inputs = { { 16, 3, 2 } },
              .settings = { { "channels", Integer { 19 } } } },
            { .name = "from gaps", .inputs = { { 17, 3, 2 } } },
            { .name = "none", .inputs = { { 32, 2, 2 } } } } },
        { "sigmoid_cross_entropy",
          { { .name = "vector", .inputs = { { 17 } } },
            { .name = "two classes, weight", .inputs = { { 1 } }, .settings = { { "weight", 0.5 } } },
            { .name = "image", .inputs = { { 2, 3, 3 } } } } },
        { "relu",
          { { .name = "vector", .inputs = { { 7 } } }, { .name = "blocked", .inputs = { { 17, 3, 3 } } } } },
        { "flatten",
          { { .name = "blocked", .inputs = { { 17, 3, 2 } } }, { .name = "vector", .inputs = { { 5 } } } } },
        { "softmax_cross_entropy",
          { { .name = "ten classes", .inputs = { { 10 } } },
            { .name = "two classes, weight", .inputs = { { 2 } }, .settings = { { "weight", 0.5 } } } } },
        { "dropout",
          { { .name = "vector", .inputs = { { 9 } }, .settings = { { "rate", 0.3 } } },
            { .name = "blocked", .inputs = { { 17, 3, 2 } } },
            { .name = "off", .inputs = { { 3, 4, 4 } }, .settings = { { "rate", 0.0 } } } } },
        { "softmax", { { .name = "vector", .inputs = { { 6 } } }, { .name = "one", .inputs = { { 1 } } } } },
        { "mean_squared_error",
          { { .name = "vector", .inputs = { { 5 } } },
            { .name = "number", .inputs = { { 1 } }, .settings = { { "weight", 0.5 } } },
            { .name = "image", .inputs = { { 2, 3, 3 } } } } },
    };
    return kCases;
}

/// The first shapes that the kind accepts, with its defaults.
inline LayerCase defaultCase(const LayerKind& kind)
{
    for (const auto& shape : { tensor::Shape { 6 }, tensor::Shape { 3, 6, 6 }, tensor::Shape { 5, 4 } }) {
        LayerCase candidate { .kind = &kind,
                              .name = "defaults",
                              .inputs = std::vector<tensor::Shape>(kind.inputs.size(), shape) };
        const bool isBound = kind.category == Category::Data || kind.category == Category::Loss;
        if (isBound || kind.inferShape({ candidate.parameters(), candidate.inputs, {} }))
            return candidate;
    }
    return { .kind = &kind, .name = "defaults", .inputs = {} };
}

inline std::vector<LayerCase> casesOf(const LayerKind& kind)
{
    const auto chosen = chosenCases().find(kind.id);
    if (chosen == chosenCases().end())
        return { defaultCase(kind) };
    auto cases = chosen->second;
    for (auto& entry : cases)
        entry.kind = &kind;
    return cases;
}

} // namespace netwright::layers::testing
