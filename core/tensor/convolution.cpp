// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/convolution.hpp"

#include "core/tensor/kernel_passes_parts.hpp"

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
        static const std::vector<Variant> all { { "direct", kDirect },
                                                { "winograd", dnnl::algorithm::convolution_winograd },
                                                { "bfloat16", kDirect, ElementType::BFloat16 } };
        return all;
    }

    Sizes toSizes(const std::array<std::int64_t, 2>& values) { return { values[0], values[1] }; }

    std::string taskOf(const ConvolutionOptions& options)
    {
        const auto& window = options.window;
        return fmt::format("{} to {}, kernel {}, stride {}, padding {} {}, {}{}{}", toText(options.input),
                           toText(options.output), fmt::join(window.size, "x"), fmt::join(window.stride, "x"),
                           fmt::join(window.paddingBegin, "x"), fmt::join(window.paddingEnd, "x"),
                           options.isTraining ? "training" : "inference", options.hasBias ? ", bias" : "",
                           options.hasRelu ? ", relu" : "");
    }

    /// What a pass multiplies: in the layout of the values, or in bfloat16 and whatever layout suits.
    dnnl::memory::desc factor(const Layout& value, const Variant& variant)
    {
        return variant.factors == ElementType::Float32
            ? value.description()
            : Layout::any(value.sizes(), variant.factors).description();
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
            // Values keep the layouts that the direct algorithm likes: no pass in float32 needs another.
            , m_direct(describeForward(variants().front(), Layout::any(options.input).description(),
                                       Layout::any(options.output).description()))
            , m_input(m_direct.src_desc())
            , m_output(m_direct.dst_desc())
        {
        }

        [[nodiscard]] const Layout& input() const { return m_input; }
        [[nodiscard]] const Layout& output() const { return m_output; }

        [[nodiscard]] Pass forward(const Variant& variant) const
        {
            return Pass(describeForward(variant, factor(m_input, variant), m_output.description()));
        }

        [[nodiscard]] Pass backwardWeights(const Variant& variant) const
        {
            const auto pass
                = describeBackwardWeights(variant, factor(m_input, variant), factor(m_output, variant));
            return Pass(isPlainLoop(pass)
                            ? describeBackwardWeights(variant, anyLayout(m_options.input, variant),
                                                      anyLayout(m_options.output, variant))
                            : pass);
        }

        [[nodiscard]] Pass backwardInput(const Variant& variant) const
        {
            const auto pass = describeBackwardInput(variant, factor(m_output, variant));
            return Pass(isPlainLoop(pass)
                            ? describeBackwardInput(variant, anyLayout(m_options.output, variant))
                            : pass);
        }

    private:
        /// Forward takes an image of few channels plain and puts out blocks; for such pairs the way back has
        /// but plain loops, a thousand times slower. Other layouts cost little beside.
        template <class Description> [[nodiscard]] static bool isPlainLoop(const Description& pass)
        {
            return std::string_view(pass.impl_info_str()).starts_with("ref");
        }

        [[nodiscard]] static dnnl::memory::desc anyLayout(const Shape& sizes, const Variant& variant)
        {
            return Layout::any(sizes, variant.factors).description();
        }

        [[nodiscard]] BackwardWeights::primitive_desc
        describeBackwardWeights(const Variant& variant, const dnnl::memory::desc& input,
                                const dnnl::memory::desc& gradient) const
        {
            return onednn::describeBackward<BackwardWeights>(m_direct, variant.algorithm, input,
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
            return onednn::describe<Forward>(onednn::attributes(m_options.hasRelu), kind, variant.algorithm,
                                             from, kernel(variant.factors), m_bias, to, m_stride, m_begin,
                                             m_end);
        }

        [[nodiscard]] BackwardInput::primitive_desc
        describeBackwardInput(const Variant& variant, const dnnl::memory::desc& gradient) const
        {
            return onednn::describeBackward<BackwardInput>(m_direct, variant.algorithm, m_input.description(),
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

    std::shared_ptr<const KernelPasses::Parts> make(const ConvolutionOptions& options)
    {
        const WorkThreads threads(flopsOf(options));
        const auto bias = options.hasBias ? Layout::plain({ options.output[1] }) : Layout();
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
