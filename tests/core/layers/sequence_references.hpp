// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/layers/given.hpp"

#include <cmath>

/// References of kinds that work on sequences.
namespace netwright::layers::testing {

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

inline Numbers sequenceMeanReference(const Given& given)
{
    const auto& sequence = given.shapes[0];
    return meanOver(given.inputs[0], static_cast<std::size_t>(sequence[0]),
                    static_cast<std::size_t>(sequence[1]));
}

} // namespace netwright::layers::testing
