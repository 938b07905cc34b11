// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
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
        if (input.rank() != 1)
            return fail("", "expected a vector, received {}; put a flatten layer in front",
                        tensor::toText(input));
        return std::vector { tensor::Shape { request.parameters.integer("units") } };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const auto inputs = request.inputs[0][0];
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
        return request.inputs[0][0] * outputs[0][0];
    }

    void recordBackward(Builder& builder, const tensor::InnerProduct& product, const tensor::Buffer& input,
                        const WeightBuffers& kernel, const WeightBuffers& bias)
    {
        const auto gradient = builder.preActivationGradient();
        builder.backward(product.backwardWeights(input, gradient, kernel.gradient, bias.gradient));
        if (builder.wantsInputGradient())
            builder.backward(product.backwardInput(
                gradient, builder.weightCopy("kernel", product.backwardKernel()), builder.inputGradient()));
    }

    Status build(Builder& builder)
    {
        const bool hasBias = builder.parameters().flag("bias");
        const bool isTraining = builder.mode() == Mode::Training;
        const auto product
            = tensor::InnerProduct::create({ .batch = builder.batch(),
                                             .inputs = builder.inputShape()[1],
                                             .outputs = builder.outputShape()[1],
                                             .hasBias = hasBias,
                                             .hasRelu = builder.activation() == Activation::Relu,
                                             .isTraining = isTraining,
                                             .hasInputGradient = builder.wantsInputGradient() });
        if (!product)
            return failed(product);
        const auto input = builder.input(0, product->input());
        const auto output = builder.output(0, product->output());
        const auto kernel = builder.weight("kernel", product->kernel());
        const auto bias = hasBias ? builder.weight("bias", product->bias()) : WeightBuffers {};
        builder.forward(product->forward(input, builder.weightCopy("kernel", product->forwardKernel()),
                                         bias.value, output));
        if (isTraining)
            recordBackward(builder, *product, input, kernel, bias);
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
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

    tensor::Tensor transposed(const tensor::Tensor& matrix)
    {
        const auto rows = matrix.shape[0];
        const auto columns = matrix.shape[1];
        tensor::Tensor result { { columns, rows }, std::vector<float>(matrix.values.size()) };
        for (std::int64_t row = 0; row < rows; ++row) {
            for (std::int64_t column = 0; column < columns; ++column)
                result.values[static_cast<std::size_t>(column * rows + row)]
                    = matrix.values[static_cast<std::size_t>(row * columns + column)];
        }
        return result;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        const auto& node = reading.node;
        if (node.type != "Gemm")
            return std::nullopt;
        if (node.attribute<std::int64_t>("transA", 0) != 0 || node.attribute("alpha", 1.F) != 1.F
            || node.attribute("beta", 1.F) != 1.F)
            return fail("", "Gemm with transA, alpha or beta is not supported");
        const auto kernel = reading.constants.find(1);
        if (kernel == reading.constants.end() || kernel->second.shape.rank() != 2)
            return fail("", "Gemm without a constant matrix is not supported");
        const bool isTransposed = node.attribute<std::int64_t>("transB", 0) != 0;
        OnnxRead read { .parameters = ParameterValues(specs()) };
        read.weights["kernel"] = isTransposed ? kernel->second : transposed(kernel->second);
        const auto units = read.weights["kernel"].shape[0];
        const auto bias = reading.constants.find(2);
        if (bias != reading.constants.end()) {
            if (bias->second.shape.elements() != units)
                return fail("", "expected a bias of {} numbers, received {}", units,
                            tensor::toText(bias->second.shape));
            read.weights["bias"] = { { units }, bias->second.values };
        }
        read.parameters.set("units", units);
        read.parameters.set("bias", bias != reading.constants.end());
        if (auto checked = checkValues(specs(), read.parameters); !checked)
            return fail("", "Gemm: {}", checked.error().message);
        return read;
    }
} // namespace

extern const LayerKind kDense;
const LayerKind kDense {
    .id = "dense",
    .title = "Dense",
    .category = Category::Dense,
    .help = "Every output is a weighted sum of all inputs: y = W x + b.",
    .parameters = specs(),
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .fusesActivation = true,
    .inferShape = inferShape,
    .weights = weights,
    .multiplyAdds = multiplyAdds,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
};

} // namespace netwright::layers
