// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/pool2d.hpp"

namespace netwright::layers {

namespace {
    Status build(Builder& builder) { return pool2d::build(builder, tensor::PoolingKind::Max); }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "MaxPool",
                              .inputs = writing.inputs,
                              .outputs = writing.outputs,
                              .attributes = pool2d::onnxAttributes(writing) } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "MaxPool")
            return std::nullopt;
        return pool2d::readOnnx(reading);
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return pool2d::toPyTorch(writing, tensor::PoolingKind::Max);
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return pool2d::toKeras(writing, "MaxPooling2D");
    }
} // namespace

extern const LayerKind kMaxPool2d;
const LayerKind kMaxPool2d {
    .id = "max_pool2d",
    .title = "Max Pool 2D",
    .category = Category::Pooling,
    .help = "Keeps the largest value of each window of an image, channel by channel; s is the stride.",
    .formula = "y_{c,i,j} = max_{u,v} x_{c, s i+u, s j+v}",
    .words = "max pooling, downsample, subsampling",
    .parameters = pool2d::parameters(),
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .selectsInputs = true,
    .takesRounded = true,
    .inferShape = pool2d::inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
