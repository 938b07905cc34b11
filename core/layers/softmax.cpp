// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/softmax.hpp"
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

#include <numeric>
#include <vector>

namespace netwright::layers {

extern const LayerKind kSoftmax;

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        if (input.rank() != 1)
            return fail({}, "expected a vector, received {}; put a flatten before it", tensor::toText(input));
        return std::vector(1, input);
    }

    void softmaxRows(const float* input, float* output, std::int64_t rows, std::int64_t size)
    {
        tensor::powersOfRows(input, output, rows, size);
        for (auto* row = output; row != output + rows * size; row += size) {
            const auto factor = static_cast<float>(1.0 / std::accumulate(row, row + size, 0.0));
            for (std::int64_t i = 0; i < size; ++i)
                row[i] *= factor;
        }
    }

    /// dx[i] = y[i] (dy[i] - sum over j of dy[j] y[j])
    void softmaxRowBackward(const float* output, const float* from, float* to, std::int64_t size)
    {
        double sum = 0;
        for (std::int64_t i = 0; i < size; ++i)
            sum += static_cast<double>(from[i]) * output[i];
        for (std::int64_t i = 0; i < size; ++i)
            to[i] = output[i] * (from[i] - static_cast<float>(sum));
    }

    Status build(Builder& builder)
    {
        const auto rows = builder.batch();
        const auto size = builder.inputShape()[1];
        const auto layout = tensor::Layout::plain(builder.inputShape());
        const auto input = builder.input(0, layout);
        const auto output = builder.output(0, layout);
        const auto flops = 8.0 * static_cast<double>(rows * size);
        builder.forward({ .name = "softmax forward",
                          .implementation = "own loop",
                          .reads = { input },
                          .writes = { output },
                          .flops = flops,
                          .run = [=] { softmaxRows(input.data<float>(), output.data<float>(), rows, size); },
                          .threads = 1 });
        if (!builder.wantsInputGradient())
            return {};
        const auto from = builder.outputGradient();
        const auto to = builder.inputGradient();
        builder.backward({ .name = "softmax backward",
                           .implementation = "own loop",
                           .reads = { output, from },
                           .writes = { to },
                           .flops = flops,
                           .run =
                               [=] {
                                   for (std::int64_t row = 0; row < rows; ++row)
                                       softmaxRowBackward(output.data<float>() + row * size,
                                                          from.data<float>() + row * size,
                                                          to.data<float>() + row * size, size);
                               },
                           .threads = 1 });
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        return OnnxPart { { { .type = "Softmax",
                              .inputs = writing.inputs,
                              .outputs = writing.outputs,
                              .attributes = { { "axis", std::int64_t { -1 } } } } } };
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "Softmax")
            return std::nullopt;
        const auto axis = reading.node.attribute<std::int64_t>("axis", -1);
        if (axis != -1 && axis != 1)
            return fail({}, "Softmax: expected the last axis, found axis {}", axis);
        return OnnxRead { .parameters = ParameterValues(kSoftmax.parameters) };
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("torch.softmax({}, -1)", writing.inputs[0]) };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing) { return kerasLayer(writing, "Softmax"); }
} // namespace

extern const LayerKind kSoftmax {
    .id = "softmax",
    .title = "Softmax",
    .category = Category::Activation,
    .help = "Turns a vector into shares that are positive and add up to 1. To train a classifier, use "
            "the softmax cross-entropy loss on the values before it.",
    .formula = "y_{i} = e^{x_{i}} / Σ_{j} e^{x_{j}}",
    .words = "probabilities, normalised exponential",
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
