// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/convolution.hpp"

#include "core/tensor/onednn.hpp"
#include "core/tensor/onednn_timing.hpp"

#include <omp.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace netwright::tensor {

namespace {
    using Forward = dnnl::convolution_forward;
    using BackwardInput = dnnl::convolution_backward_data;
    using BackwardWeights = dnnl::convolution_backward_weights;
    using Sizes = dnnl::memory::dims;

    using Algorithm = dnnl::algorithm;

    constexpr auto kDirect = Algorithm::convolution_direct;
    constexpr std::array kAlgorithms { std::pair(std::string_view("direct"), kDirect),
                                       std::pair(std::string_view("winograd"),
                                                 Algorithm::convolution_winograd) };

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

    /// The fastest of the descriptions that `describe` gives for the algorithms.
    template <class Primitive, class Describe>
    typename Primitive::primitive_desc fastest(std::string_view pass, const ConvolutionOptions& options,
                                               const Describe& describe)
    {
        if (options.choices == nullptr)
            return describe(kDirect);
        std::vector<Candidate> candidates;
        for (const auto& [name, algorithm] : kAlgorithms)
            candidates.push_back({ std::string(name), [&describe, algorithm]() -> std::function<void()> {
                                      try {
                                          const auto description = describe(algorithm);
                                          return onednn::rehearsal(Primitive(description), description);
                                      } catch (const dnnl::error&) { // not for this shape or machine
                                          return {};
                                      }
                                  } });
        const auto name = options.choices->choose(taskOf(pass, options), candidates);
        const auto* chosen
            = std::ranges::find(kAlgorithms, name, [](const auto& each) { return each.first; });
        try {
            return describe(chosen->second);
        } catch (const dnnl::error&) { // an answer from elsewhere
            return describe(kDirect);
        }
    }
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
        const auto direct
            = onednn::describe<Forward>(onednn::attributes(options.hasRelu), kind, kDirect, input, kernel,
                                        bias.description(), output, stride, begin, end);
        // Values keep the layouts that the direct algorithm chose, so that no pass needs a reorder.
        const auto source = direct.src_desc();
        const auto result = direct.dst_desc();
        forward = fastest<Forward>("forward", options, [&](Algorithm algorithm) {
            return onednn::describe<Forward>(onednn::attributes(options.hasRelu), kind, algorithm, source,
                                             kernel, bias.description(), result, stride, begin, end);
        });
        if (options.isTraining)
            backwardWeights = fastest<BackwardWeights>("by weights", options, [&](Algorithm algorithm) {
                return onednn::describeBackward<BackwardWeights>(
                    direct, algorithm, source, kernel, bias.description(), result, stride, begin, end);
            });
        if (options.isTraining && options.hasInputGradient)
            describeBackwardInput(direct, kernel);
    }

    void describeBackwardInput(const Forward::primitive_desc& direct, const dnnl::memory::desc& kernel)
    {
        const auto describe = [&](const dnnl::memory::desc& gradient, Algorithm algorithm) {
            return onednn::describeBackward<BackwardInput>(
                direct, algorithm, direct.src_desc(), kernel, gradient, toSizes(options.window.stride),
                toSizes(options.window.paddingBegin), toSizes(options.window.paddingEnd));
        };
        // Forward takes an image of few channels plain and puts out blocks; for that pair this pass has but
        // plain loops, a thousand times slower. A reorder of the gradient is cheap beside them.
        const auto plainest = describe(direct.dst_desc(), kDirect);
        if (std::string_view(plainest.impl_info_str()).starts_with("ref"))
            backwardInput = describe(Layout::any(options.output).description(), kDirect);
        else
            backwardInput = fastest<BackwardInput>("by input", options, [&](Algorithm algorithm) {
                return describe(direct.dst_desc(), algorithm);
            });
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
