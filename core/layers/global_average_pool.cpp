// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/mean.hpp"

#include <vector>

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& image = request.inputs[0];
        if (image.rank() != 3)
            return fail(
                {}, "expected an image (channels x height x width), received {}; put it before the flatten",
                tensor::toText(image));
        return std::vector { tensor::Shape { image[0] } };
    }

    Status build(Builder& builder)
    {
        auto input = builder.input();
        if (tensor::channelOrderOf(input.layout()).width == 0)
            input = builder.input(0, tensor::Layout::plain(builder.inputShape()));
        const auto order = tensor::channelOrderOf(input.layout());
        const auto output = builder.output(0, tensor::Layout::plain(builder.outputShape()));
        builder.forward(tensor::meanForward("average pooling forward", order, input, output));
        if (builder.wantsInputGradient())
            builder.backward(tensor::meanBackward("average pooling backward", order, builder.outputGradient(),
                                                  builder.inputGradient()));
        return {};
    }

    /// ONNX's GlobalAveragePool would leave height and width of 1.
    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "ReduceMean",
                              .inputs = writing.inputs,
                              .outputs = writing.outputs,
                              .attributes = { { "axes", std::vector<std::int64_t> { 2, 3 } },
                                              { "keepdims", std::int64_t { 0 } } } } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.inputShapes.empty() || reading.inputShapes[0].rank() != 3)
            return std::nullopt;
        if (reading.node.type == "GlobalAveragePool") // what follows reads (C) as well as (C, 1, 1)
            return OnnxRead {};
        if (reading.node.type != "ReduceMean")
            return std::nullopt;
        auto axes = reading.node.attribute<std::vector<std::int64_t>>("axes", {});
        for (auto& axis : axes)
            axis += axis < 0 ? 4 : 0;
        if (axes != std::vector<std::int64_t> { 2, 3 }
            || reading.node.attribute<std::int64_t>("keepdims", 1) != 0)
            return fail({}, "ReduceMean: expected axes 2 and 3 of an image and keepdims 0");
        return OnnxRead {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}.mean((2, 3))", writing.inputs[0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "GlobalAveragePooling2D");
    }
} // namespace

extern const LayerKind kGlobalAveragePool;
const LayerKind kGlobalAveragePool {
    .id = "global_average_pool",
    .title = "Global Average Pool",
    .category = Category::Pooling,
    .help = "Keeps the mean of each channel of an image. Lin, Chen and Yan, ICLR 2014.",
    .formula = "y_{c} = 1 / (H W) · Σ_{i,j} x_{c,i,j}",
    .words = "gap, global pooling, adaptive average pool, avg pool, spatial mean",
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
