// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace netwright::layers {

extern const LayerKind kLayerNorm;

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        if (input.rank() != 1 && input.rank() != 2)
            return fail({},
                        "expected a vector or a sequence of vectors, received {}; put a flatten before it",
                        tensor::toText(input));
        return std::vector { input };
    }

    std::int64_t widthOf(const tensor::Shape& shape) { return shape[shape.rank() - 1]; }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const tensor::Shape width { widthOf(request.inputs[0]) };
        return { { .name = "scale", .shape = width, .initialiser = Initialiser::Ones },
                 { .name = "shift", .shape = width, .initialiser = Initialiser::Zeros } };
    }

    std::int64_t multiplyAdds(const ShapeRequest&, std::span<const tensor::Shape> outputs)
    {
        return 3 * outputs[0].elements(); // mean, variance, scale and shift
    }

    /// Plain arrays of rows x width, but for what is kept of each row and the two weights.
    struct Rows {
        std::int64_t begin = 0;
        std::int64_t end = 0;
        std::int64_t width = 0;
        const float* input = nullptr;
        const float* scale = nullptr;
        float* mean = nullptr; ///< one a row
        float* factor = nullptr; ///< one a row: 1 / sqrt(variance + epsilon)
    };

    /// y = scale (x - mean) factor + shift
    NETWRIGHT_VECTORISED void normalise(const Rows& rows, const float* shift, float epsilon, float* output)
    {
        const auto width = rows.width;
        const float share = 1.F / static_cast<float>(width);
        const float* scale = rows.scale;
        for (auto row = rows.begin; row < rows.end; ++row) {
            const float* x = rows.input + row * width;
            float* y = output + row * width;
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (std::int64_t i = 0; i < width; ++i)
                sum += x[i];
            const float mean = sum * share;
            float squares = 0;
#pragma omp simd reduction(+ : squares)
            for (std::int64_t i = 0; i < width; ++i)
                squares += (x[i] - mean) * (x[i] - mean);
            const float factor = 1.F / std::sqrt(squares * share + epsilon);
#pragma omp simd
            for (std::int64_t i = 0; i < width; ++i)
                y[i] = (x[i] - mean) * factor * scale[i] + shift[i];
            rows.mean[row] = mean;
            rows.factor[row] = factor;
        }
    }

    /// With z = (x - mean) factor and g = scale dy:  dx = factor (g - mean(g) - z mean(g z)). Adds dy z and
    /// dy to the sums that become the gradients of scale and shift. `to` may be null.
    NETWRIGHT_VECTORISED void normaliseBackward(const Rows& rows, const float* from, float* to,
                                                float* scaleSum, float* shiftSum)
    {
        const auto width = rows.width;
        const float share = 1.F / static_cast<float>(width);
        const float* scale = rows.scale;
        for (auto row = rows.begin; row < rows.end; ++row) {
            const float* x = rows.input + row * width;
            const float* dy = from + row * width;
            const float mean = rows.mean[row];
            const float factor = rows.factor[row];
            float sum = 0;
            float product = 0;
#pragma omp simd reduction(+ : sum, product)
            for (std::int64_t i = 0; i < width; ++i) {
                const float z = (x[i] - mean) * factor;
                const float slope = dy[i] * z;
                scaleSum[i] += slope;
                shiftSum[i] += dy[i];
                sum += dy[i] * scale[i];
                product += slope * scale[i];
            }
            if (!to)
                continue;
            float* dx = to + row * width;
            const float offset = sum * share;
            const float slope = product * share;
#pragma omp simd
            for (std::int64_t i = 0; i < width; ++i)
                dx[i] = factor * (dy[i] * scale[i] - offset - (x[i] - mean) * factor * slope);
        }
    }

    NETWRIGHT_VECTORISED void addTo(float* sum, const float* addend, std::int64_t count)
    {
#pragma omp simd
        for (std::int64_t i = 0; i < count; ++i)
            sum[i] += addend[i];
    }

    /// The buffers of one layer norm, and how its rows are cut into parts. The cut depends on the sizes
    /// alone, and the sums of the parts are added up in order: results do not depend on the number of
    /// threads.
    struct Norm {
        tensor::Buffer input;
        tensor::Buffer scale;
        tensor::Buffer mean;
        tensor::Buffer factor;
        std::int64_t rows = 0;
        std::int64_t width = 0;
        std::int64_t parts = 1;

        [[nodiscard]] Rows part(std::int64_t index) const
        {
            return { .begin = rows * index / parts,
                     .end = rows * (index + 1) / parts,
                     .width = width,
                     .input = input.data<float>(),
                     .scale = scale.data<float>(),
                     .mean = mean.data<float>(),
                     .factor = factor.data<float>() };
        }
        [[nodiscard]] std::int64_t numbers() const { return rows * width; }
    };

    tensor::Operation forward(const Norm& norm, const tensor::Buffer& shift, const tensor::Buffer& output,
                              float epsilon)
    {
        return { .name = "layer norm forward",
                 .implementation = "own loop",
                 .reads = { norm.input, norm.scale, shift },
                 .writes = { output, norm.mean, norm.factor },
                 .flops = 8.0 * static_cast<double>(norm.numbers()),
                 .run = [=] {
                     tensor::inParts(norm.parts, norm.numbers(), [&](std::int64_t part) {
                         normalise(norm.part(part), shift.data<float>(), epsilon, output.data<float>());
                     });
                 } };
    }

    struct Gradients {
        tensor::Buffer output; ///< read
        tensor::Buffer input; ///< written as the others; empty where it is not wanted
        tensor::Buffer scale;
        tensor::Buffer shift;
        tensor::Buffer sums; ///< parts x (scale, shift)
    };

    void runBackward(const Norm& norm, const Gradients& gradients)
    {
        const auto width = norm.width;
        auto* sums = gradients.sums.data<float>();
        tensor::inParts(norm.parts, norm.numbers(), [&](std::int64_t part) {
            float* scale = sums + 2 * part * width;
            std::fill_n(scale, 2 * width, 0.F);
            normaliseBackward(norm.part(part), gradients.output.data<float>(),
                              gradients.input ? gradients.input.data<float>() : nullptr, scale,
                              scale + width);
        });
        for (std::int64_t part = 1; part < norm.parts; ++part)
            addTo(sums, sums + 2 * part * width, 2 * width);
        std::copy_n(sums, width, gradients.scale.data<float>());
        std::copy_n(sums + width, width, gradients.shift.data<float>());
    }

    tensor::Operation backward(const Norm& norm, const Gradients& gradients)
    {
        tensor::Operation operation { .name = "layer norm backward",
                                      .implementation = "own loop",
                                      .reads
                                      = { norm.input, norm.scale, norm.mean, norm.factor, gradients.output },
                                      .writes = { gradients.scale, gradients.shift, gradients.sums },
                                      .flops = 14.0 * static_cast<double>(norm.numbers()),
                                      .run = [=] { runBackward(norm, gradients); } };
        if (gradients.input)
            operation.writes.push_back(gradients.input);
        return operation;
    }

    std::int64_t partsOf(std::int64_t rows, std::int64_t width)
    {
        constexpr std::int64_t kMost = 32; // each has sums of its own
        constexpr std::int64_t kNumbers = 8192;
        return std::clamp<std::int64_t>(rows * width / kNumbers, 1, std::min(rows, kMost));
    }

    Status build(Builder& builder)
    {
        const auto shape = builder.inputShape();
        const auto layout = tensor::Layout::plain(shape);
        const auto width = widthOf(shape);
        const auto rows = shape.elements() / width;
        const auto scale = builder.weight("scale", tensor::Layout::plain({ width }));
        const auto shift = builder.weight("shift", tensor::Layout::plain({ width }));
        const Norm norm { .input = builder.input(0, layout),
                          .scale = scale.value,
                          .mean = builder.scratch(tensor::Layout::plain({ rows })),
                          .factor = builder.scratch(tensor::Layout::plain({ rows })),
                          .rows = rows,
                          .width = width,
                          .parts = partsOf(rows, width) };
        const auto epsilon = static_cast<float>(builder.parameters().real("epsilon"));
        builder.forward(forward(norm, shift.value, builder.output(0, layout), epsilon));
        if (builder.mode() != Mode::Training)
            return {};
        builder.backward(
            backward(norm,
                     { .output = builder.outputGradient(),
                       .input = builder.wantsInputGradient() ? builder.inputGradient() : tensor::Buffer(),
                       .scale = scale.gradient,
                       .shift = shift.gradient,
                       .sums = builder.scratch(tensor::Layout::plain({ norm.parts, 2, width })) }));
        return {};
    }

    /// As PyTorch writes it for operator sets before 17, which have no LayerNormalization.
    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto named = [&](const char* name) { return writing.prefix + "." + name; };
        const std::map<std::string, OnnxNode::Attribute> last { { "axes",
                                                                  std::vector<std::int64_t> { -1 } } };
        const auto epsilon = static_cast<float>(writing.parameters.real("epsilon"));
        const auto& x = writing.inputs[0];
        return OnnxPart { .nodes = { { "ReduceMean", { x }, { named("mean") }, last },
                                     { "Sub", { x, named("mean") }, { named("centred") } },
                                     { "Pow", { named("centred"), named("two") }, { named("squares") } },
                                     { "ReduceMean", { named("squares") }, { named("variance") }, last },
                                     { "Add", { named("variance"), named("epsilon") }, { named("stable") } },
                                     { "Sqrt", { named("stable") }, { named("deviation") } },
                                     { "Div", { named("centred"), named("deviation") }, { named("normal") } },
                                     { "Mul", { named("normal"), named("scale") }, { named("scaled") } },
                                     { "Add", { named("scaled"), named("shift") }, writing.outputs } },
                          .constants = { { named("two"), { {}, { 2.F } } },
                                         { named("epsilon"), { {}, { epsilon } } },
                                         { named("scale"), writing.weights.at("scale") },
                                         { named("shift"), writing.weights.at("shift") } } };
    }

    /// LayerNormalization, of operator set 17.
    std::optional<Result<OnnxRead>> readOperator(const OnnxReading& reading)
    {
        OnnxRead read { .parameters = ParameterValues(kLayerNorm.parameters) };
        read.parameters.set("epsilon", asWritten(reading.node.attribute("epsilon", 1e-5F)));
        if (auto checked = checkValues(kLayerNorm.parameters, read.parameters); !checked)
            return fail({}, "LayerNormalization: {}", checked.error().message);
        const auto scale = reading.constants.find(1);
        if (scale == reading.constants.end() || scale->second.shape.rank() != 1
            || reading.node.attribute<std::int64_t>("axis", -1) != -1)
            return fail({}, "LayerNormalization: expected the last axis and a constant scale of rank 1");
        const auto shift = reading.constants.find(2);
        read.weights["scale"] = scale->second;
        read.weights["shift"] = shift != reading.constants.end()
            ? shift->second
            : tensor::Tensor { scale->second.shape, std::vector<float>(scale->second.values.size()) };
        return read;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type == "LayerNormalization")
            return readOperator(reading);
        const auto* epsilon = reading.constantAhead(4, 1);
        const auto* scale = reading.constantAhead(7, 1);
        const auto* shift = reading.constantAhead(8, 1);
        if (reading.node.type != "ReduceMean" || !epsilon || epsilon->values.size() != 1 || !scale || !shift)
            return std::nullopt;
        OnnxRead read { .parameters = ParameterValues(kLayerNorm.parameters),
                        .weights = { { "scale", *scale }, { "shift", *shift } } };
        read.parameters.set("epsilon", asWritten(epsilon->values[0]));
        const auto part = toOnnx({ .parameters = read.parameters,
                                   .prefix = "layer",
                                   .inputShapes = {},
                                   .outputShapes = {},
                                   .inputs = { "in" },
                                   .outputs = { "out" },
                                   .weights = read.weights });
        if (!part || !reading.isWrittenAs(*part) || !checkValues(kLayerNorm.parameters, read.parameters))
            return std::nullopt;
        read.operators = part->nodes.size();
        return read;
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return pyTorchModule(writing,
                             fmt::format("nn.LayerNorm({}, eps={})", widthOf(writing.inputShapes[0]),
                                         writing.parameters.real("epsilon")),
                             { { "scale", "weight" }, { "shift", "bias" } });
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "LayerNormalization",
                          fmt::format("epsilon={}", writing.parameters.real("epsilon")));
    }
} // namespace

extern const LayerKind kLayerNorm {
    .id = "layer_norm",
    .title = "Layer Norm",
    .category = Category::Normalisation,
    .help = "Brings each vector (each position of a sequence) to mean 0 and variance 1, then scales "
            "and shifts it; μ and σ² are the mean and the variance of the vector. Ba, Kiros and "
            "Hinton, 2016.",
    .formula = "y = scale · (x − μ) / √(σ^{2} + ε) + shift",
    .words = "ln, layer normalization, layer normalisation",
    .parameters = { { .id = "epsilon",
                      .label = "Epsilon",
                      .help = "Added to the variance, so that a constant vector is not divided by zero.",
                      .type = ParameterType::Real,
                      .fallback = 1e-5,
                      .minimum = 1e-10,
                      .maximum = 1 } },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
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
