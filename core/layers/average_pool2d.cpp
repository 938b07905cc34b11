// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/pool2d.hpp"

namespace netwright::layers {

namespace {
    Status build(Builder& builder) { return pool2d::build(builder, tensor::PoolingKind::Average); }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "AveragePool",
                              .inputs = writing.inputs,
                              .outputs = writing.outputs,
                              .attributes = pool2d::onnxAttributes(writing) } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "AveragePool")
            return std::nullopt;
        auto read = pool2d::readOnnx(reading);
        if (read && read->parameters.text("padding") == "same"
            && reading.node.attribute<std::int64_t>("count_include_pad", 0) != 0)
            return fail(
                {}, "AveragePool: expected means of what lies inside the image, found count_include_pad 1");
        return read;
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return pool2d::toPyTorch(writing, tensor::PoolingKind::Average);
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return pool2d::toKeras(writing, "AveragePooling2D");
    }
} // namespace

extern const LayerKind kAveragePool2d;
const LayerKind kAveragePool2d {
    .id = "average_pool2d",
    .title = "Average Pool 2D",
    .category = Category::Pooling,
    .help = "Keeps the mean of each window of an image, channel by channel, of what lies inside the "
            "image; s is the stride.",
    .formula = "y_{c,i,j} = mean_{u,v} x_{c, s i+u, s j+v}",
    .words = "avg pool, mean pool, downsample",
    .parameters = pool2d::parameters(),
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .takesRounded = true,
    .inferShape = pool2d::inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
