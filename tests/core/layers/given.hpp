// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/catalogue/builder.hpp"
#include "tests/core/layers/wrapped_layer.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

/// What the naive references of reference.hpp compute from.
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

/// The size of the last axis: of a vector, or of a position of a sequence.
inline std::size_t widthOf(const tensor::Shape& shape)
{
    return static_cast<std::size_t>(shape[shape.rank() - 1]);
}

/// The mean over the second axis of (outer, length, inner), once per outer and inner.
inline Numbers meanOver(const Numbers& input, std::size_t length, std::size_t inner)
{
    Numbers output(input.size() / length);
    for (std::size_t i = 0; i < input.size(); ++i)
        output[i / (length * inner) * inner + i % inner] += input[i] / static_cast<double>(length);
    return output;
}

} // namespace netwright::layers::testing
