// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/batch_normalisation.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace netwright::layers {

extern const LayerKind kBatchNorm;

namespace {
    /// In the order of ONNX's inputs.
    constexpr std::array kWeights { "scale", "shift", "running_mean", "running_variance" };

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        if (input.rank() != 1 && input.rank() != 3)
            return fail(
                {},
                "expected an image (channels x height x width) or a vector, received {}; put a flatten "
                "before it",
                tensor::toText(input));
        return std::vector { input };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const tensor::Shape channels { request.inputs[0][0] };
        return { { .name = "scale", .shape = channels, .initialiser = Initialiser::Ones },
                 { .name = "shift", .shape = channels, .initialiser = Initialiser::Zeros },
                 { .name = "running_mean",
                   .shape = channels,
                   .initialiser = Initialiser::Zeros,
                   .isTrainable = false },
                 { .name = "running_variance",
                   .shape = channels,
                   .initialiser = Initialiser::Ones,
                   .isTrainable = false } };
    }

    std::int64_t multiplyAdds(const ShapeRequest&, std::span<const tensor::Shape> outputs)
    {
        return outputs[0].elements(); // scale and shift of each value
    }

    /// Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
    /// Inference", CVPR 2018, section 3.2.
    ChannelMap channelMap(const ParameterValues& parameters, std::span<const float* const> weights,
                          std::size_t channel)
    {
        const auto of = [&](std::size_t weight) { return static_cast<double>(weights[weight][channel]); };
        const double factor = of(0) / std::sqrt(of(3) + parameters.real("epsilon"));
        return { .factor = factor, .addend = of(1) - of(2) * factor };
    }

    using Norm = tensor::BatchNormalisation;

    void recordTraining(Builder& builder, Norm norm, const WeightBuffers& scale, const WeightBuffers& shift)
    {
        norm.sums = builder.scratch(Norm::sumsLayout(norm.order));
        norm.moments = builder.shared(Norm::momentsLayout(norm.order));
        norm.gradientSums = builder.shared(Norm::momentsLayout(norm.order));
        builder.forward(norm.measure());
        builder.forward(norm.normalise());
        const Norm::Gradients gradients { .output = builder.outputGradient(),
                                          .input = builder.wantsInputGradient() ? builder.inputGradient()
                                                                                : tensor::Buffer(),
                                          .scale = scale.gradient,
                                          .shift = shift.gradient };
        builder.backward(norm.collect(gradients));
        if (gradients.input)
            builder.backward(norm.spread(gradients));
    }

    Status build(Builder& builder)
    {
        auto input = builder.input();
        auto order = tensor::channelOrderOf(input.layout());
        if (order.width == 0) {
            input = builder.input(0, tensor::Layout::plain(builder.inputShape()));
            order = tensor::channelOrderOf(input.layout());
        }
        const auto channels = tensor::Layout::plain({ order.channels });
        const auto scale = builder.weight("scale", channels);
        const auto shift = builder.weight("shift", channels);
        Norm norm { .order = order,
                    .slice = builder.slice(),
                    .batchRows = &builder.step().batchRows,
                    .hasRelu = builder.activation() == Activation::Relu,
                    .epsilon = static_cast<float>(builder.parameters().real("epsilon")),
                    .momentum = static_cast<float>(builder.parameters().real("momentum")),
                    .movesRunning = !builder.isRecomputation(),
                    .input = input,
                    .output = builder.output(0, input.layout()),
                    .scale = scale.value,
                    .shift = shift.value,
                    .runningMean = builder.weight("running_mean", channels).value,
                    .runningVariance = builder.weight("running_variance", channels).value,
                    .statistics = builder.scratch(Norm::statisticsLayout(order)) };
        if (builder.mode() == Mode::Training)
            recordTraining(builder, std::move(norm), scale, shift);
        else
            builder.forward(norm.evaluate());
        return {};
    }

    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        OnnxPart part;
        OnnxNode node { .type = "BatchNormalization",
                        .inputs = writing.inputs,
                        .outputs = writing.outputs,
                        .attributes
                        = { { "epsilon", static_cast<float>(writing.parameters.real("epsilon")) },
                            { "momentum", static_cast<float>(writing.parameters.real("momentum")) } } };
        for (const auto* name : kWeights) {
            node.inputs.push_back(writing.prefix + "." + name);
            part.constants.emplace(node.inputs.back(), writing.weights.at(name));
        }
        part.nodes.push_back(std::move(node));
        return part;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "BatchNormalization")
            return std::nullopt;
        if (reading.node.attribute<std::int64_t>("training_mode", 0) != 0)
            return fail({}, "BatchNormalization: expected an operator of inference, found training_mode 1");
        OnnxRead read { .parameters = ParameterValues(kBatchNorm.parameters) };
        read.parameters.set("epsilon", asWritten(reading.node.attribute("epsilon", 1e-5F)));
        read.parameters.set("momentum", asWritten(reading.node.attribute("momentum", 0.9F)));
        if (auto checked = checkValues(kBatchNorm.parameters, read.parameters); !checked)
            return fail({}, "BatchNormalization: {}", checked.error().message);
        for (std::size_t i = 0; i < kWeights.size(); ++i) {
            const auto constant = reading.constants.find(i + 1);
            if (constant == reading.constants.end())
                return fail({}, "BatchNormalization: expected its {} as a constant", kWeights[i]);
            read.weights.emplace(kWeights[i], constant->second);
        }
        return read;
    }

    /// PyTorch's momentum is the share of the batch, not of what was there.
    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        const auto& input = writing.inputShapes[0];
        return pyTorchModule(
            writing,
            fmt::format("nn.BatchNorm{}d({}, eps={}, momentum={})", input.rank() == 3 ? 2 : 1, input[0],
                        writing.parameters.real("epsilon"),
                        asWritten(static_cast<float>(1 - writing.parameters.real("momentum")))),
            { { "scale", "weight" },
              { "shift", "bias" },
              { "running_mean", "running_mean" },
              { "running_variance", "running_var" } });
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "BatchNormalization",
                          fmt::format("momentum={}, epsilon={}", writing.parameters.real("momentum"),
                                      writing.parameters.real("epsilon")));
    }
} // namespace

extern const LayerKind kBatchNorm {
    .id = "batch_norm",
    .title = "Batch Norm",
    .category = Category::Normalisation,
    .help = "Brings each channel (or feature) of a batch to mean 0 and variance 1, then scales and "
            "shifts it; μ and σ² are the mean and the variance in the batch. Outside training it uses "
            "running statistics. Ioffe and Szegedy, ICML 2015.",
    .formula = "y = scale · (x − μ) / √(σ^{2} + ε) + shift",
    .words = "bn, batch normalization, batch normalisation",
    .parameters = { { .id = "momentum",
                      .label = "Momentum",
                      .help = "How much of the running statistics stays at each step: "
                              "running = momentum x running + (1 - momentum) x batch.",
                      .type = ParameterType::Real,
                      .fallback = 0.9,
                      .minimum = 0,
                      .maximum = 1 },
                    { .id = "epsilon",
                      .label = "Epsilon",
                      .help = "Added to the variance, so that a constant channel is not divided by zero.",
                      .type = ParameterType::Real,
                      .fallback = 1e-5,
                      .minimum = 1e-10,
                      .maximum = 1 } },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .fusesActivation = true,
    .takesRounded = true,
    .inferShape = inferShape,
    .weights = weights,
    .multiplyAdds = multiplyAdds,
    .channelMap = channelMap,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
