// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/elementwise.hpp"

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& left = request.inputs[0];
        const auto& right = request.inputs[1];
        if (left != right)
            return fail(
                {},
                "expected two inputs of one shape, received {} and {}; give the layers before as many "
                "units or filters, or bring one input to the shape of the other",
                tensor::toText(left), tensor::toText(right));
        return std::vector { left };
    }

    /// Both terms have the gradient of the sum.
    void addBackward(Builder& builder, const tensor::Buffer& output)
    {
        const bool wantsLeft = builder.wantsInputGradient(0);
        const bool wantsRight = builder.wantsInputGradient(1);
        if (!wantsLeft && !wantsRight)
            return;
        const auto from = builder.outputGradient();
        const bool hasRelu = builder.activation() == Activation::Relu;
        if (wantsLeft && wantsRight)
            return builder.backward(tensor::addBackward(hasRelu ? output : tensor::Buffer(), from,
                                                        builder.inputGradient(0), builder.inputGradient(1)));
        const auto to = builder.inputGradient(wantsLeft ? 0 : 1);
        builder.backward(hasRelu ? tensor::reluBackward(output, from, to)
                                 : tensor::copy("add backward", from, to));
    }

    Status build(Builder& builder)
    {
        const auto left = builder.input(0);
        const auto right = builder.input(1, left.layout());
        const auto output = builder.output(0, left.layout());
        builder.forward(tensor::addForward(left, right, output, builder.activation() == Activation::Relu));
        addBackward(builder, output);
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "Add", .inputs = writing.inputs, .outputs = writing.outputs } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Add" || reading.inputShapes.size() != 2)
            return std::nullopt;
        return OnnxRead {};
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{} + {}", writing.inputs[0], writing.inputs[1]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayerOf(writing, fmt::format("[{}, {}]", writing.inputs[0], writing.inputs[1]), "Add");
    }
} // namespace

extern const LayerKind kAdd;
const LayerKind kAdd {
    .id = "add",
    .title = "Add",
    .category = Category::Merge,
    .help = "Adds two inputs of one shape, number by number. With the input of a block as one of them "
            "it makes a residual connection. He et al., CVPR 2016.",
    .formula = "y = a + b",
    .words = "sum, plus, skip connection, residual, shortcut",
    .inputs = { { "a", "A" }, { "b", "B" } },
    .outputs = { { "output", "Output" } },
    .fusesActivation = true,
    .takesRounded = true,
    .inferShape = inferShape,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
