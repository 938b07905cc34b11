// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/convolution.hpp"

#include "core/tensor/variants.hpp"

#include <omp.h>

#include <string_view>

namespace netwright::tensor {

namespace {
    using Forward = dnnl::convolution_forward;
    using BackwardInput = dnnl::convolution_backward_data;
    using BackwardWeights = dnnl::convolution_backward_weights;
    using Sizes = dnnl::memory::dims;
    using onednn::Variant;

    constexpr auto kDirect = dnnl::algorithm::convolution_direct;

    std::span<const Variant> variants()
    {
        static const std::vector<Variant> all { { "direct", kDirect },
                                                { "winograd", dnnl::algorithm::convolution_winograd },
                                                { "bfloat16", kDirect, ElementType::BFloat16 } };
        return all;
    }

    Sizes toSizes(const std::array<std::int64_t, 2>& values) { return { values[0], values[1] }; }

    std::string taskOf(std::string_view pass, const ConvolutionOptions& options)
    {
        const auto& window = options.window;
        return fmt::format(
            "convolution {}, {} to {}, kernel {}, stride {}, padding {} {}, {}{}{}, threads {}", pass,
            toText(options.input), toText(options.output), fmt::join(window.size, "x"),
            fmt::join(window.stride, "x"), fmt::join(window.paddingBegin, "x"),
            fmt::join(window.paddingEnd, "x"), options.isTraining ? "training" : "inference",
            options.hasBias ? ", bias" : "", options.hasRelu ? ", relu" : "", omp_get_max_threads());
    }

    Operation forwardOperation(const Forward::primitive_desc& description, double flops, const Buffer& input,
                               const Buffer& kernel, const Buffer& bias, const Buffer& output)
    {
        onednn::Call call { .name = "convolution forward",
                            .reads = { { DNNL_ARG_SRC, input }, { DNNL_ARG_WEIGHTS, kernel } },
                            .writes = { { DNNL_ARG_DST, output } },
                            .flops = flops };
        if (bias)
            call.reads.push_back({ DNNL_ARG_BIAS, bias });
        return onednn::operation<Forward>(description, std::move(call));
    }

    Operation backwardInputOperation(const BackwardInput::primitive_desc& description, double flops,
                                     const Buffer& outputGradient, const Buffer& kernel,
                                     const Buffer& inputGradient)
    {
        return onednn::operation<BackwardInput>(
            description,
            { .name = "convolution backward by input",
              .reads = { { DNNL_ARG_DIFF_DST, outputGradient }, { DNNL_ARG_WEIGHTS, kernel } },
              .writes = { { DNNL_ARG_DIFF_SRC, inputGradient } },
              .flops = flops });
    }

    Operation backwardWeightsOperation(const BackwardWeights::primitive_desc& description, double flops,
                                       const Buffer& input, const Buffer& outputGradient,
                                       const Buffer& kernelGradient, const Buffer& biasGradient)
    {
        onednn::Call call { .name = "convolution backward by weights",
                            .reads = { { DNNL_ARG_SRC, input }, { DNNL_ARG_DIFF_DST, outputGradient } },
                            .writes = { { DNNL_ARG_DIFF_WEIGHTS, kernelGradient } },
                            .flops = flops };
        if (biasGradient)
            call.writes.push_back({ DNNL_ARG_DIFF_BIAS, biasGradient });
        return onednn::operation<BackwardWeights>(description, std::move(call));
    }
} // namespace

struct Convolution::Parts {
    ConvolutionOptions options;
    Shape kernelSizes;
    Layout input;
    Layout output;
    Layout bias; ///< empty without one
    double flops = 0;
    Forward::primitive_desc forward;
    BackwardInput::primitive_desc backwardInput;
    BackwardWeights::primitive_desc backwardWeights;

    explicit Parts(const ConvolutionOptions& given)
        : options(given)
        , kernelSizes { given.output[1], given.input[1], given.window.size[0], given.window.size[1] }
        , bias(given.hasBias ? Layout::plain({ given.output[1] }) : Layout())
        , flops(2.0 * static_cast<double>(given.output.elements())
                * static_cast<double>(kernelSizes.elements() / given.output[1]))
    {
        const WorkThreads threads(flops);
        // Values keep the layouts that the direct algorithm likes, so that no pass in float32 needs another.
        const auto direct = describeForward(variants().front(), Layout::any(options.input).description(),
                                            Layout::any(options.output).description());
        input = Layout(direct.src_desc());
        output = Layout(direct.dst_desc());
        if (options.isTraining)
            chooseBackwardWeights(direct);
        chooseForward();
        if (options.isTraining && options.hasInputGradient)
            chooseBackwardInput(direct);
    }

    /// What a pass multiplies: in the layout of the values, or in bfloat16 and whatever layout suits.
    static dnnl::memory::desc factor(const Layout& value, const Variant& variant)
    {
        return variant.factors == ElementType::Float32
            ? value.description()
            : Layout::any(value.sizes(), variant.factors).description();
    }

    [[nodiscard]] dnnl::memory::desc kernelFactor(const Variant& variant) const
    {
        return Layout::any(kernelSizes, variant.factors).description();
    }

    [[nodiscard]] Forward::primitive_desc describeForward(const Variant& variant,
                                                          const dnnl::memory::desc& from,
                                                          const dnnl::memory::desc& to) const
    {
        const auto kind
            = options.isTraining ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
        return onednn::describe<Forward>(onednn::attributes(options.hasRelu), kind, variant.algorithm, from,
                                         kernelFactor(variant), bias.description(), to,
                                         toSizes(options.window.stride), toSizes(options.window.paddingBegin),
                                         toSizes(options.window.paddingEnd));
    }

    void chooseForward()
    {
        forward = onednn::chosen(
            options.freedom, taskOf("forward", options), variants(),
            [&](const Variant& variant) {
                return describeForward(variant, factor(input, variant), output.description());
            },
            [&](const Forward::primitive_desc& description) {
                return forwardOperation(description, flops, Buffer(input), Buffer(kernelOr(description)),
                                        options.hasBias ? Buffer(bias) : Buffer(), Buffer(output));
            });
    }

    void chooseBackwardWeights(const Forward::primitive_desc& direct)
    {
        backwardWeights = onednn::chosen(
            options.freedom, taskOf("by weights", options), variants(),
            [&](const Variant& variant) {
                return onednn::describeBackward<BackwardWeights>(
                    direct, variant.algorithm, factor(input, variant), Layout::any(kernelSizes).description(),
                    bias.description(), factor(output, variant), toSizes(options.window.stride),
                    toSizes(options.window.paddingBegin), toSizes(options.window.paddingEnd));
            },
            [&](const BackwardWeights::primitive_desc& description) {
                return backwardWeightsOperation(description, flops, Buffer(input), Buffer(output),
                                                Buffer(Layout(description.diff_weights_desc())),
                                                options.hasBias ? Buffer(bias) : Buffer());
            });
    }

    void chooseBackwardInput(const Forward::primitive_desc& direct)
    {
        const auto describe = [&](const Variant& variant, const dnnl::memory::desc& gradient) {
            return onednn::describeBackward<BackwardInput>(
                direct, variant.algorithm, input.description(), kernelFactor(variant), gradient,
                toSizes(options.window.stride), toSizes(options.window.paddingBegin),
                toSizes(options.window.paddingEnd));
        };
        // Forward takes an image of few channels plain and puts out blocks; for that pair this pass has but
        // plain loops, a thousand times slower. Another layout of the gradient costs little beside them.
        const auto same = describe(variants().front(), output.description());
        if (std::string_view(same.impl_info_str()).starts_with("ref")) {
            backwardInput = describe(variants().front(), Layout::any(options.output).description());
            return;
        }
        backwardInput = onednn::chosen(
            options.freedom, taskOf("by input", options), variants(),
            [&](const Variant& variant) { return describe(variant, factor(output, variant)); },
            [&](const BackwardInput::primitive_desc& description) {
                return backwardInputOperation(description, flops, Buffer(output),
                                              Buffer(kernelOr(description)), Buffer(input));
            });
    }

    /// What the kernel is kept in; in inference that of the pass itself.
    template <class Description> [[nodiscard]] Layout kernelOr(const Description& description) const
    {
        return options.isTraining ? Layout(backwardWeights.diff_weights_desc())
                                  : Layout(description.weights_desc());
    }
};

Convolution::Convolution(std::shared_ptr<const Parts> parts)
    : m_parts(std::move(parts))
{
}

Result<Convolution> Convolution::create(const ConvolutionOptions& options)
{
    return onednn::attempt("convolution",
                           [&] { return Convolution(std::make_shared<const Parts>(options)); });
}

Layout Convolution::input() const { return m_parts->input; }
Layout Convolution::output() const { return m_parts->output; }
Layout Convolution::bias() const { return m_parts->bias; }
Layout Convolution::kernel() const { return m_parts->kernelOr(m_parts->forward); }
Layout Convolution::forwardKernel() const { return Layout(m_parts->forward.weights_desc()); }
Layout Convolution::backwardKernel() const { return Layout(m_parts->backwardInput.weights_desc()); }

Operation Convolution::forward(const Buffer& input, const Buffer& kernel, const Buffer& bias,
                               const Buffer& output) const
{
    return forwardOperation(m_parts->forward, m_parts->flops, input, kernel, bias, output);
}

Operation Convolution::backwardInput(const Buffer& outputGradient, const Buffer& kernel,
                                     const Buffer& inputGradient) const
{
    return backwardInputOperation(m_parts->backwardInput, m_parts->flops, outputGradient, kernel,
                                  inputGradient);
}

Operation Convolution::backwardWeights(const Buffer& input, const Buffer& outputGradient,
                                       const Buffer& kernelGradient, const Buffer& biasGradient) const
{
    return backwardWeightsOperation(m_parts->backwardWeights, m_parts->flops, input, outputGradient,
                                    kernelGradient, biasGradient);
}

} // namespace netwright::tensor
