// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        return std::vector { tensor::Shape { request.inputs[0].elements() } };
    }

    Status build(Builder& builder)
    {
        const auto input = builder.input(0, tensor::Layout::plain(builder.inputShape()));
        builder.outputView(0, input.viewedAs(input.layout().reshaped(builder.outputShape())));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { .nodes = { { .type = "Flatten",
                                       .inputs = writing.inputs,
                                       .outputs = writing.outputs,
                                       .attributes = { { "axis", std::int64_t { 1 } } } } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Flatten")
            return std::nullopt;
        if (reading.node.attribute<std::int64_t>("axis", 1) != 1)
            return fail("", "Flatten with another axis than 1 is not supported");
        return OnnxRead {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}.flatten(1)", writing.inputs[0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayerOf(writing, kerasChannelsFirst(writing), "Flatten");
    }
} // namespace

extern const LayerKind kFlatten;
const LayerKind kFlatten {
    .id = "flatten",
    .title = "Flatten",
    .category = Category::Shape,
    .help = "Lays all numbers of a sample in one row, channel by channel.",
    .formula = "y = (x_{1}, x_{2}, …, x_{n})",
    .words = "vectorise, ravel, unroll, view",
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
