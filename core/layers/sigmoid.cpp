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
        // Zeros in the gaps of a layout would become 0.5.
        const auto input = builder.input().layout().hasGaps()
            ? builder.input(0, tensor::Layout::plain(builder.inputShape()))
            : builder.input();
        const auto output = builder.output(0, input.layout());
        builder.forward(tensor::logisticForward(input, output));
        if (builder.wantsInputGradient())
            builder.backward(
                tensor::logisticBackward(output, builder.outputGradient(), builder.inputGradient()));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "Sigmoid", .inputs = writing.inputs, .outputs = writing.outputs } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Sigmoid")
            return std::nullopt;
        return OnnxRead {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("torch.sigmoid({})", writing.inputs[0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "Activation", "\"sigmoid\"");
    }
} // namespace

extern const LayerKind kSigmoid;
const LayerKind kSigmoid {
    .id = "sigmoid",
    .title = "Sigmoid",
    .category = Category::Activation,
    .help = "Turns every value into a share between 0 and 1. To train a yes-or-no answer, use the "
            "sigmoid cross-entropy loss on the values before it.",
    .formula = "y = 1 / (1 + e^{−x})",
    .words = "logistic, squash, nonlinearity",
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
    .curve = [](double x, const ParameterValues&) { return 1 / (1 + std::exp(-x)); },
};

} // namespace netwright::layers
