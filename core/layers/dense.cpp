// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/layers/catalogue/shared_gradient.hpp"
#include "core/tensor/inner_product.hpp"

namespace netwright::layers {

namespace {
    const std::vector<ParameterSpec>& specs()
    {
        static const std::vector<ParameterSpec> list {
            { .id = "units",
              .label = "Units",
              .help = "How many numbers come out.",
              .type = ParameterType::Integer,
              .fallback = std::int64_t { 64 },
              .minimum = 1,
              .maximum = 1048576 },
            { .id = "bias",
              .label = "Bias",
              .help = "Adds a learned number to each output.",
              .type = ParameterType::Boolean,
              .fallback = true },
        };
        return list;
    }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        const auto units = request.parameters.integer("units");
        if (input.rank() == 2)
            return std::vector { tensor::Shape { input[0], units } };
        if (input.rank() != 1)
            return fail("", "expected a vector, received {}; put a flatten layer in front",
                        tensor::toText(input));
        return std::vector { tensor::Shape { units } };
    }

    /// How many numbers go into one product: of a sequence, those of one position.
    std::int64_t widthOf(const tensor::Shape& shape) { return shape[shape.rank() - 1]; }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const auto inputs = widthOf(request.inputs[0]);
        const auto units = request.parameters.integer("units");
        std::vector<WeightSpec> list { { .name = "kernel",
                                         .shape = { units, inputs },
                                         .initialiser = Initialiser::GlorotUniform,
                                         .fanIn = inputs,
                                         .fanOut = units } };
        if (request.parameters.flag("bias"))
            list.push_back({ .name = "bias", .shape = { units } });
        return list;
    }

    std::int64_t multiplyAdds(const ShapeRequest& request, std::span<const tensor::Shape> outputs)
    {
        return outputs[0].elements() * widthOf(request.inputs[0]);
    }

    void recordBackward(Builder& builder, const tensor::KernelPasses& product, const tensor::Buffer& input,
                        const WeightBuffers& kernel, const WeightBuffers& bias)
    {
        const auto gradient
            = sharedGradient(builder, product, builder.preActivationGradient().viewedAs(product.output()));
        builder.backward(product.backwardWeights(input, gradient, kernel.gradient, bias.gradient));
        if (builder.wantsInputGradient())
            builder.backward(product.backwardInput(gradient,
                                                   builder.weightCopy("kernel", product.backwardKernel()),
                                                   builder.inputGradient().viewedAs(product.input())));
    }

    /// The positions of a sequence are rows of one product, like those of the batch.
    Status build(Builder& builder)
    {
        const bool hasBias = builder.parameters().flag("bias") || builder.hasFoldedNorm();
        const bool isTraining = builder.mode() == Mode::Training;
        const auto inputShape = builder.inputShape();
        const auto outputShape = builder.outputShape();
        const auto product = tensor::innerProduct({ .batch = inputShape.elements() / widthOf(inputShape),
                                                    .inputs = widthOf(inputShape),
                                                    .outputs = widthOf(outputShape),
                                                    .hasBias = hasBias,
                                                    .hasRelu = builder.activation() == Activation::Relu,
                                                    .isTraining = isTraining,
                                                    .hasInputGradient = builder.wantsInputGradient(),
                                                    .freedom = builder.freedom() });
        if (!product)
            return failed(product);
        const auto input = builder.input(0, tensor::Layout::plain(inputShape)).viewedAs(product->input());
        const auto output = builder.output(0, tensor::Layout::plain(outputShape)).viewedAs(product->output());
        const auto kernel = builder.weight("kernel", product->kernel());
        const auto bias = hasBias ? builder.weight("bias", product->bias()) : WeightBuffers {};
        builder.forward(product->forward(input, builder.weightCopy("kernel", product->forwardKernel()),
                                         bias.value, output));
        if (isTraining)
            recordBackward(builder, *product, input, kernel, bias);
        return {};
    }

    /// Gemm takes matrices alone: over a sequence it is MatMul, and Add for the bias.
    OnnxPart sequenceToOnnx(const OnnxWriting& writing)
    {
        const auto kernel = writing.prefix + ".kernel";
        OnnxPart part { .nodes = { { "MatMul", { writing.inputs[0], kernel }, writing.outputs } },
                        .constants = { { kernel, transposed(writing.weights.at("kernel")) } } };
        if (const auto bias = writing.weights.find("bias"); bias != writing.weights.end()) {
            const auto product = writing.prefix + ".product";
            part.nodes[0].outputs = { product };
            part.nodes.push_back({ "Add", { product, writing.prefix + ".bias" }, writing.outputs });
            part.constants.emplace(writing.prefix + ".bias", bias->second);
        }
        return part;
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        if (writing.inputShapes[0].rank() == 2)
            return sequenceToOnnx(writing);
        OnnxPart part { .nodes = { { .type = "Gemm",
                                     .inputs = { writing.inputs[0], writing.prefix + ".kernel" },
                                     .outputs = writing.outputs,
                                     .attributes = { { "transB", std::int64_t { 1 } } } } } };
        for (const auto& [name, tensor] : writing.weights)
            part.constants[writing.prefix + "." + name] = tensor;
        if (writing.weights.contains("bias"))
            part.nodes[0].inputs.push_back(writing.prefix + ".bias");
        return part;
    }

    Result<OnnxRead> readKernel(const tensor::Tensor& kernel, bool isTransposed, const tensor::Tensor* bias)
    {
        OnnxRead read { .parameters = ParameterValues(specs()) };
        read.weights["kernel"] = isTransposed ? kernel : transposed(kernel);
        const auto units = read.weights["kernel"].shape[0];
        if (bias) {
            if (bias->shape.elements() != units)
                return fail("", "expected a bias of {} numbers, received {}", units,
                            tensor::toText(bias->shape));
            read.weights["bias"] = { { units }, bias->values };
        }
        read.parameters.set("units", units);
        read.parameters.set("bias", bias != nullptr);
        if (auto checked = checkValues(specs(), read.parameters); !checked)
            return failed(checked);
        return read;
    }

    /// The constant of the Add right behind a MatMul, where it is its bias; null else.
    const tensor::Tensor* biasBehind(const OnnxReading& reading, std::int64_t units)
    {
        if (reading.following.empty() || reading.node.outputs.size() != 1)
            return nullptr;
        const auto& next = reading.following.front();
        if (next.type != "Add" || next.inputs.size() != 2 || next.outputs.size() != 1)
            return nullptr;
        const std::size_t place = next.inputs[0] == reading.node.outputs[0] ? 1 : 0;
        const auto* bias = reading.constantAhead(1, place);
        const bool isBias = bias && bias->shape == tensor::Shape { units }
            && next.inputs[1 - place] == reading.node.outputs[0];
        return isBias ? bias : nullptr;
    }

    std::optional<Result<OnnxRead>> readMatMul(const OnnxReading& reading)
    {
        const auto kernel = reading.constants.find(1);
        if (kernel == reading.constants.end() || kernel->second.shape.rank() != 2)
            return std::nullopt;
        const auto* bias = biasBehind(reading, kernel->second.shape[1]);
        auto read = readKernel(kernel->second, false, bias);
        if (read && bias)
            read->operators = 2;
        return read;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        const auto& node = reading.node;
        if (node.type == "MatMul")
            return readMatMul(reading);
        if (node.type != "Gemm")
            return std::nullopt;
        if (node.attribute<std::int64_t>("transA", 0) != 0 || node.attribute("alpha", 1.F) != 1.F
            || node.attribute("beta", 1.F) != 1.F)
            return fail("", "Gemm with transA, alpha or beta is not supported");
        const auto kernel = reading.constants.find(1);
        if (kernel == reading.constants.end() || kernel->second.shape.rank() != 2)
            return fail("", "Gemm without a constant matrix is not supported");
        const auto bias = reading.constants.find(2);
        return readKernel(kernel->second, node.attribute<std::int64_t>("transB", 0) != 0,
                          bias == reading.constants.end() ? nullptr : &bias->second);
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return pyTorchModule(writing,
                             fmt::format("nn.Linear({}, {}{})", widthOf(writing.inputShapes[0]),
                                         writing.parameters.integer("units"),
                                         writing.parameters.flag("bias") ? "" : ", bias=False"),
                             { { "kernel", "weight" }, { "bias", "bias" } });
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "Dense",
                          fmt::format("{}{}", writing.parameters.integer("units"),
                                      writing.parameters.flag("bias") ? "" : ", use_bias=False"));
    }
} // namespace

extern const LayerKind kDense;
const LayerKind kDense {
    .id = "dense",
    .title = "Dense",
    .category = Category::Dense,
    .help = "Every output is a weighted sum of all inputs. Over a sequence, the same at each "
            "position.",
    .formula = "y = W x + b",
    .words = "linear, fully connected, fc, affine, inner product, matrix, perceptron, mlp",
    .parameters = specs(),
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .fusesActivation = true,
    .kernelOutputAxis = 0,
    .inferShape = inferShape,
    .weights = weights,
    .multiplyAdds = multiplyAdds,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
