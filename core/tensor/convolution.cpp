// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/convolution.hpp"

#include "core/tensor/onednn.hpp"

namespace netwright::tensor {

namespace {
    using Forward = dnnl::convolution_forward;
    using BackwardInput = dnnl::convolution_backward_data;
    using BackwardWeights = dnnl::convolution_backward_weights;
    using Sizes = dnnl::memory::dims;

    // Winograd would be faster on some shapes, but changes the low bits of the result.
    constexpr auto kAlgorithm = dnnl::algorithm::convolution_direct;

    Sizes toSizes(const std::array<std::int64_t, 2>& values) { return { values[0], values[1] }; }
} // namespace

struct Convolution::Parts {
    ConvolutionOptions options;
    Layout bias; ///< empty without one
    double flops = 0;
    Forward::primitive_desc forward;
    BackwardInput::primitive_desc backwardInput;
    BackwardWeights::primitive_desc backwardWeights;

    explicit Parts(const ConvolutionOptions& given)
        : options(given)
        , bias(given.hasBias ? Layout::plain({ given.output[1] }) : Layout())
    {
        const Shape kernelSizes { given.output[1], given.input[1], given.window.size[0],
                                  given.window.size[1] };
        flops = 2.0 * static_cast<double>(given.output.elements())
            * static_cast<double>(kernelSizes.elements() / given.output[1]);
        const WorkThreads threads(flops);
        describe(Layout::any(kernelSizes).description());
    }

    void describe(const dnnl::memory::desc& kernel)
    {
        const auto input = Layout::any(options.input).description();
        const auto output = Layout::any(options.output).description();
        const auto stride = toSizes(options.window.stride);
        const auto begin = toSizes(options.window.paddingBegin);
        const auto end = toSizes(options.window.paddingEnd);
        const auto kind
            = options.isTraining ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
        forward = onednn::describe<Forward>(onednn::attributes(options.hasRelu), kind, kAlgorithm, input,
                                            kernel, bias.description(), output, stride, begin, end);
        // Values keep the layout that forward chose, so that no backward pass needs a reorder.
        if (options.isTraining)
            backwardWeights = onednn::describeBackward<BackwardWeights>(
                forward, kAlgorithm, forward.src_desc(), kernel, bias.description(), forward.dst_desc(),
                stride, begin, end);
        const auto describeInput = [&](const dnnl::memory::desc& gradient) {
            return onednn::describeBackward<BackwardInput>(forward, kAlgorithm, forward.src_desc(), kernel,
                                                           gradient, stride, begin, end);
        };
        if (!options.isTraining || !options.hasInputGradient)
            return;
        backwardInput = describeInput(forward.dst_desc());
        // Forward takes an image of few channels plain and puts out blocks; for that pair this pass has but
        // plain loops, a thousand times slower. A reorder of the gradient is cheap beside them.
        if (std::string_view(backwardInput.impl_info_str()).starts_with("ref"))
            backwardInput = describeInput(output);
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

Layout Convolution::input() const { return Layout(m_parts->forward.src_desc()); }
Layout Convolution::output() const { return Layout(m_parts->forward.dst_desc()); }
Layout Convolution::bias() const { return m_parts->bias; }
Layout Convolution::forwardKernel() const { return Layout(m_parts->forward.weights_desc()); }
Layout Convolution::backwardKernel() const { return Layout(m_parts->backwardInput.weights_desc()); }

Layout Convolution::backwardOutput() const { return Layout(m_parts->backwardInput.diff_dst_desc()); }

Layout Convolution::kernel() const
{
    return m_parts->options.isTraining ? Layout(m_parts->backwardWeights.diff_weights_desc())
                                       : forwardKernel();
}

Operation Convolution::forward(const Buffer& input, const Buffer& kernel, const Buffer& bias,
                               const Buffer& output) const
{
    onednn::Call call { .name = "convolution forward",
                        .reads = { { DNNL_ARG_SRC, input }, { DNNL_ARG_WEIGHTS, kernel } },
                        .writes = { { DNNL_ARG_DST, output } },
                        .flops = m_parts->flops };
    if (bias)
        call.reads.push_back({ DNNL_ARG_BIAS, bias });
    return onednn::operation<Forward>(m_parts->forward, std::move(call));
}

Operation Convolution::backwardInput(const Buffer& outputGradient, const Buffer& kernel,
                                     const Buffer& inputGradient) const
{
    return onednn::operation<BackwardInput>(
        m_parts->backwardInput,
        { .name = "convolution backward by input",
          .reads = { { DNNL_ARG_DIFF_DST, outputGradient }, { DNNL_ARG_WEIGHTS, kernel } },
          .writes = { { DNNL_ARG_DIFF_SRC, inputGradient } },
          .flops = m_parts->flops });
}

Operation Convolution::backwardWeights(const Buffer& input, const Buffer& outputGradient,
                                       const Buffer& kernelGradient, const Buffer& biasGradient) const
{
    onednn::Call call { .name = "convolution backward by weights",
                        .reads = { { DNNL_ARG_SRC, input }, { DNNL_ARG_DIFF_DST, outputGradient } },
                        .writes = { { DNNL_ARG_DIFF_WEIGHTS, kernelGradient } },
                        .flops = m_parts->flops };
    if (biasGradient)
        call.writes.push_back({ DNNL_ARG_DIFF_BIAS, biasGradient });
    return onednn::operation<BackwardWeights>(m_parts->backwardWeights, std::move(call));
}

} // namespace netwright::tensor
