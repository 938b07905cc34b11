// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/convolution.hpp"

#include "core/tensor/kernel_passes_parts.hpp"
#include "core/tensor/winograd.hpp"

namespace netwright::tensor {

namespace {
    using Forward = dnnl::convolution_forward;
    using BackwardInput = dnnl::convolution_backward_data;
    using BackwardWeights = dnnl::convolution_backward_weights;
    using Sizes = dnnl::memory::dims;
    using onednn::Pass;
    using onednn::Variant;

    constexpr auto kDirect = dnnl::algorithm::convolution_direct;

    std::span<const Variant> variants()
    {
        static const std::vector<Variant> all { { "direct" },
                                                { .name = "winograd", .isOwnLoop = true },
                                                { "bfloat16", ElementType::BFloat16 } };
        return all;
    }

    /// Of the passes that read or write rounded values.
    std::span<const Variant> roundedVariants()
    {
        static const std::vector<Variant> all { { "bfloat16", ElementType::BFloat16 },
                                                { .name = "winograd", .isOwnLoop = true } };
        return all;
    }

    Sizes toSizes(const std::array<std::int64_t, 2>& values) { return { values[0], values[1] }; }

    bool isRounded(ElementType type) { return type == ElementType::BFloat16; }

    std::string taskOf(const ConvolutionOptions& options)
    {
        const auto& window = options.window;
        return fmt::format("{}{} to {}{}, kernel {}, stride {}, padding {} {}, {}{}{}", toText(options.input),
                           isRounded(options.inputType) ? " rounded" : "", toText(options.output),
                           isRounded(options.outputType) ? " rounded" : "", fmt::join(window.size, "x"),
                           fmt::join(window.stride, "x"), fmt::join(window.paddingBegin, "x"),
                           fmt::join(window.paddingEnd, "x"), options.isTraining ? "training" : "inference",
                           options.hasBias ? ", bias" : "", options.hasRelu ? ", relu" : "");
    }

    /// What a pass multiplies: the values as they are, or in another type and whatever layout suits.
    dnnl::memory::desc factor(const Layout& value, const Variant& variant)
    {
        return variant.factors == value.type() ? value.description()
                                               : Layout::any(value.sizes(), variant.factors).description();
    }

    /// Forward may take an image of few channels plain and put out blocks; for such pairs the way back has
    /// but plain loops, a thousand times slower. Other layouts cost little beside.
    template <class Description> bool isPlainLoop(const Description& pass)
    {
        return std::string_view(pass.impl_info_str()).starts_with("ref");
    }

    /// Asks oneDNN for the passes of one convolution.
    class Describer {
    public:
        Describer(const ConvolutionOptions& options, const Layout& bias)
            : m_options(options)
            , m_bias(bias.description())
            , m_kernelSizes { options.output[1], options.input[1], options.window.size[0],
                              options.window.size[1] }
            , m_stride(toSizes(options.window.stride))
            , m_begin(toSizes(options.window.paddingBegin))
            , m_end(toSizes(options.window.paddingEnd))
            // Values keep the layouts that the direct algorithm likes: no pass in their type needs another.
            , m_direct(describeForward(forwardVariants().front(),
                                       Layout::any(options.input, options.inputType).description(),
                                       Layout::any(options.output, options.outputType).description()))
            , m_input(m_direct.src_desc())
            , m_output(m_direct.dst_desc())
        {
        }

        [[nodiscard]] std::span<const Variant> forwardVariants() const
        {
            return isRounded(m_options.inputType) ? roundedVariants() : variants();
        }
        [[nodiscard]] bool isFast() const { return !isPlainLoop(m_direct); }
        [[nodiscard]] const Layout& input() const { return m_input; }
        [[nodiscard]] const Layout& output() const { return m_output; }

        [[nodiscard]] Pass forward(const Variant& variant) const
        {
            if (variant.isOwnLoop)
                return winograd::forward(m_options, m_input, m_output);
            return Pass(describeForward(variant, factor(m_input, variant), m_output.description()));
        }

        [[nodiscard]] Pass backwardWeights(const Variant& variant) const
        {
            if (variant.isOwnLoop)
                return winograd::backwardWeights(m_options, m_input, m_output);
            const auto pass = describeBackwardWeights(factor(m_input, variant), factor(m_output, variant));
            return Pass(isPlainLoop(pass) ? describeBackwardWeights(anyLayout(m_options.input, variant),
                                                                    anyLayout(m_options.output, variant))
                                          : pass);
        }

        [[nodiscard]] Pass backwardInput(const Variant& variant) const
        {
            if (variant.isOwnLoop)
                return winograd::backwardInput(m_options, m_input, m_output);
            const auto pass = describeBackwardInput(variant, factor(m_output, variant));
            return Pass(isPlainLoop(pass)
                            ? describeBackwardInput(variant, anyLayout(m_options.output, variant))
                            : pass);
        }

    private:
        [[nodiscard]] static dnnl::memory::desc anyLayout(const Shape& sizes, const Variant& variant)
        {
            return Layout::any(sizes, variant.factors).description();
        }

        [[nodiscard]] BackwardWeights::primitive_desc
        describeBackwardWeights(const dnnl::memory::desc& input, const dnnl::memory::desc& gradient) const
        {
            return onednn::describeBackward<BackwardWeights>(m_direct, kDirect, input,
                                                             kernel(ElementType::Float32), m_bias, gradient,
                                                             m_stride, m_begin, m_end);
        }

        [[nodiscard]] dnnl::memory::desc kernel(ElementType type) const
        {
            return Layout::any(m_kernelSizes, type).description();
        }

        [[nodiscard]] Forward::primitive_desc describeForward(const Variant& variant,
                                                              const dnnl::memory::desc& from,
                                                              const dnnl::memory::desc& to) const
        {
            const auto kind = m_options.isTraining ? dnnl::prop_kind::forward_training
                                                   : dnnl::prop_kind::forward_inference;
            return onednn::describe<Forward>(onednn::attributes(m_options.hasRelu), kind, kDirect, from,
                                             kernel(variant.factors), m_bias, to, m_stride, m_begin, m_end);
        }

        [[nodiscard]] BackwardInput::primitive_desc
        describeBackwardInput(const Variant& variant, const dnnl::memory::desc& gradient) const
        {
            return onednn::describeBackward<BackwardInput>(m_direct, kDirect, m_input.description(),
                                                           kernel(variant.factors), gradient, m_stride,
                                                           m_begin, m_end);
        }

        const ConvolutionOptions& m_options;
        dnnl::memory::desc m_bias;
        Shape m_kernelSizes;
        Sizes m_stride;
        Sizes m_begin;
        Sizes m_end;
        Forward::primitive_desc m_direct;
        Layout m_input;
        Layout m_output;
    };

    double flopsOf(const ConvolutionOptions& options)
    {
        const auto& size = options.window.size;
        return 2.0 * static_cast<double>(options.output.elements())
            * static_cast<double>(options.input[1] * size[0] * size[1]);
    }

    /// With types of values that go together, and that there are more than plain loops for.
    ConvolutionOptions settled(ConvolutionOptions options, const Layout& bias)
    {
        if (isRounded(options.outputType))
            options.inputType = options.outputType;
        if (isRounded(options.inputType) && !Describer(options, bias).isFast())
            options.inputType = options.outputType = ElementType::Float32;
        return options;
    }

    std::shared_ptr<const KernelPasses::Parts> make(const ConvolutionOptions& wanted)
    {
        const WorkThreads threads(flopsOf(wanted));
        const auto bias = wanted.hasBias ? Layout::plain({ wanted.output[1] }) : Layout();
        const auto options = settled(wanted, bias);
        const Describer describer(options, bias);
        KernelPasses::Parts parts { .name = "convolution",
                                    .flops = flopsOf(options),
                                    .isTraining = options.isTraining,
                                    .input = describer.input(),
                                    .output = describer.output(),
                                    .bias = bias };
        KernelPasses::Parts::Description description {
            .task = taskOf(options),
            .variants = variants(),
            .forwardVariants = describer.forwardVariants(),
            .forward = [&](const Variant& variant) { return describer.forward(variant); },
            .backwardInput = {},
            .backwardWeights = {}
        };
        if (options.isTraining)
            description.backwardWeights
                = [&](const Variant& variant) { return describer.backwardWeights(variant); };
        if (options.isTraining && options.hasInputGradient)
            description.backwardInput
                = [&](const Variant& variant) { return describer.backwardInput(variant); };
        parts.choose(options.freedom, description);
        return std::make_shared<const KernelPasses::Parts>(std::move(parts));
    }
} // namespace

Result<KernelPasses> convolution(const ConvolutionOptions& options)
{
    return onednn::attempt("convolution", [&] { return KernelPasses(make(options)); });
}

} // namespace netwright::tensor
