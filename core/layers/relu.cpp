// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/elementwise.hpp"

#include <algorithm>

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
        builder.forward(tensor::reluForward(input, output));
        if (builder.wantsInputGradient())
            builder.backward(tensor::reluBackward(output, builder.outputGradient(), builder.inputGradient()));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { .nodes
                          = { { .type = "Relu", .inputs = writing.inputs, .outputs = writing.outputs } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Relu")
            return std::nullopt;
        return OnnxRead {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("F.relu({})", writing.inputs[0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing) { return kerasLayer(writing, "ReLU"); }
} // namespace

extern const LayerKind kRelu;
const LayerKind kRelu {
    .id = "relu",
    .title = "ReLU",
    .category = Category::Activation,
    .help = "Sets what is negative to zero. Nair and Hinton, ICML 2010.",
    .formula = "y = max(x, 0)",
    .words = "rectifier, nonlinearity",
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .activation = Activation::Relu,
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
    .curve = [](double x, const ParameterValues&) { return std::max(x, 0.0); },
};

} // namespace netwright::layers
