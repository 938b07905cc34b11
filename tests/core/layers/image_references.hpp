// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/layers/given.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

/// References of kinds that work on images.
namespace netwright::layers::testing {

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

inline Numbers globalAveragePoolReference(const Given& given)
{
    const auto& image = given.shapes[0];
    return meanOver(given.inputs[0], static_cast<std::size_t>(image[1] * image[2]), 1);
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

} // namespace netwright::layers::testing
