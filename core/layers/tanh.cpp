// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/elementwise.hpp"

#include <cmath>

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        return std::vector { request.inputs[0] };
    }

    Status build(Builder& builder)
    {
        const auto input = builder.input();
        const auto output = builder.output(0, input.layout());
        builder.forward(tensor::tanhForward(input, output));
        if (builder.wantsInputGradient())
            builder.backward(tensor::tanhBackward(output, builder.outputGradient(), builder.inputGradient()));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "Tanh", .inputs = writing.inputs, .outputs = writing.outputs } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Tanh")
            return std::nullopt;
        return OnnxRead {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("torch.tanh({})", writing.inputs[0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "Activation", "\"tanh\"");
    }
} // namespace

extern const LayerKind kTanh;
const LayerKind kTanh {
    .id = "tanh",
    .title = "Tanh",
    .category = Category::Activation,
    .help = "Presses every value between −1 and 1.",
    .formula = "y = tanh x = (e^{x} − e^{−x}) / (e^{x} + e^{−x})",
    .words = "hyperbolic tangent, squash, nonlinearity",
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
    .curve = [](double x, const ParameterValues&) { return std::tanh(x); },
};

} // namespace netwright::layers
