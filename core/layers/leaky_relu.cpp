// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/elementwise.hpp"

namespace netwright::layers {

extern const LayerKind kLeakyRelu;

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        return std::vector { request.inputs[0] };
    }

    float slopeOf(const ParameterValues& parameters) { return static_cast<float>(parameters.real("slope")); }

    Status build(Builder& builder)
    {
        const auto slope = slopeOf(builder.parameters());
        const auto input = builder.input();
        const auto output = builder.output(0, input.layout());
        builder.forward(tensor::leakyReluForward(input, output, slope));
        if (builder.wantsInputGradient())
            builder.backward(
                tensor::leakyReluBackward(output, builder.outputGradient(), builder.inputGradient(), slope));
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "LeakyRelu",
                              .inputs = writing.inputs,
                              .outputs = writing.outputs,
                              .attributes = { { "alpha", slopeOf(writing.parameters) } } } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "LeakyRelu")
            return std::nullopt;
        OnnxRead read { .parameters = ParameterValues(kLeakyRelu.parameters) };
        read.parameters.set("slope", asWritten(reading.node.attribute("alpha", 0.01F)));
        if (auto checked = checkValues(kLeakyRelu.parameters, read.parameters); !checked)
            return fail({}, "LeakyRelu: {}", checked.error().message);
        return read;
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("F.leaky_relu({}, {})", writing.inputs[0],
                                                 writing.parameters.real("slope")) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "LeakyReLU", fmt::format("{}", writing.parameters.real("slope")));
    }
} // namespace

extern const LayerKind kLeakyRelu {
    .id = "leaky_relu",
    .title = "Leaky ReLU",
    .category = Category::Activation,
    .help = "Makes what is negative small instead of zero, so that a gradient passes. Maas, Hannun "
            "and Ng, ICML 2013.",
    .formula = "y = max(x, 0) + slope · min(x, 0)",
    .words = "lrelu, rectifier, nonlinearity",
    .parameters = { { .id = "slope",
                      .label = "Slope",
                      .help = "What negative values are multiplied by.",
                      .type = ParameterType::Real,
                      .fallback = 0.01,
                      .minimum = 0,
                      .maximum = 1 } },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
    .curve
    = [](double x, const ParameterValues& parameters) { return x > 0 ? x : parameters.real("slope") * x; },
};

} // namespace netwright::layers
