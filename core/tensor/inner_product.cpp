// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/inner_product.hpp"

#include "core/tensor/variants.hpp"

#include <omp.h>

namespace netwright::tensor {

namespace {
    using Forward = dnnl::inner_product_forward;
    using BackwardInput = dnnl::inner_product_backward_data;
    using BackwardWeights = dnnl::inner_product_backward_weights;
    using onednn::Variant;

    std::span<const Variant> variants()
    {
        static const std::vector<Variant> all {
            { "float32", dnnl::algorithm::undef },
            { "bfloat16", dnnl::algorithm::undef, ElementType::BFloat16 },
        };
        return all;
    }

    std::string taskOf(std::string_view pass, const InnerProductOptions& options)
    {
        return fmt::format("dense {}, {} x {} to {}, {}{}{}, threads {}", pass, options.batch, options.inputs,
                           options.outputs, options.isTraining ? "training" : "inference",
                           options.hasBias ? ", bias" : "", options.hasRelu ? ", relu" : "",
                           omp_get_max_threads());
    }

    Operation forwardOperation(const Forward::primitive_desc& description, double flops, const Buffer& input,
                               const Buffer& kernel, const Buffer& bias, const Buffer& output)
    {
        onednn::Call call { .name = "dense forward",
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
            { .name = "dense backward by input",
              .reads = { { DNNL_ARG_DIFF_DST, outputGradient }, { DNNL_ARG_WEIGHTS, kernel } },
              .writes = { { DNNL_ARG_DIFF_SRC, inputGradient } },
              .flops = flops });
    }

    Operation backwardWeightsOperation(const BackwardWeights::primitive_desc& description, double flops,
                                       const Buffer& input, const Buffer& outputGradient,
                                       const Buffer& kernelGradient, const Buffer& biasGradient)
    {
        onednn::Call call { .name = "dense backward by weights",
                            .reads = { { DNNL_ARG_SRC, input }, { DNNL_ARG_DIFF_DST, outputGradient } },
                            .writes = { { DNNL_ARG_DIFF_WEIGHTS, kernelGradient } },
                            .flops = flops };
        if (biasGradient)
            call.writes.push_back({ DNNL_ARG_DIFF_BIAS, biasGradient });
        return onednn::operation<BackwardWeights>(description, std::move(call));
    }
} // namespace

struct InnerProduct::Parts {
    InnerProductOptions options;
    Layout input;
    Layout output;
    Layout bias; ///< empty without one
    double flops = 0;
    Forward::primitive_desc forward;
    BackwardInput::primitive_desc backwardInput;
    BackwardWeights::primitive_desc backwardWeights;

    explicit Parts(const InnerProductOptions& given)
        : options(given)
        , input(Layout::plain({ given.batch, given.inputs }))
        , output(Layout::plain({ given.batch, given.outputs }))
        , bias(given.hasBias ? Layout::plain({ given.outputs }) : Layout())
        , flops(2.0 * static_cast<double>(given.batch * given.inputs) * static_cast<double>(given.outputs))
    {
        const WorkThreads threads(flops);
        const auto hint = describeForward(variants().front());
        if (options.isTraining)
            chooseBackwardWeights(hint);
        chooseForward();
        if (options.isTraining && options.hasInputGradient)
            chooseBackwardInput(hint);
    }

    static dnnl::memory::desc factor(const Layout& value, const Variant& variant)
    {
        return Layout::plain(value.sizes(), variant.factors).description();
    }

    [[nodiscard]] dnnl::memory::desc kernelFactor(ElementType type) const
    {
        return Layout::any({ options.outputs, options.inputs }, type).description();
    }

    [[nodiscard]] Forward::primitive_desc describeForward(const Variant& variant) const
    {
        const auto kind
            = options.isTraining ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
        return onednn::describe<Forward>(onednn::attributes(options.hasRelu), kind, factor(input, variant),
                                         kernelFactor(variant.factors), bias.description(),
                                         output.description());
    }

    void chooseForward()
    {
        forward = onednn::chosen(
            options.freedom, taskOf("forward", options), variants(),
            [&](const Variant& variant) { return describeForward(variant); },
            [&](const Forward::primitive_desc& description) {
                return forwardOperation(description, flops, Buffer(input), Buffer(kernelOr(description)),
                                        options.hasBias ? Buffer(bias) : Buffer(), Buffer(output));
            });
    }

    void chooseBackwardWeights(const Forward::primitive_desc& hint)
    {
        backwardWeights = onednn::chosen(
            options.freedom, taskOf("by weights", options), variants(),
            [&](const Variant& variant) {
                return onednn::describeBackward<BackwardWeights>(hint, factor(input, variant),
                                                                 kernelFactor(ElementType::Float32),
                                                                 bias.description(), factor(output, variant));
            },
            [&](const BackwardWeights::primitive_desc& description) {
                return backwardWeightsOperation(description, flops, Buffer(input), Buffer(output),
                                                Buffer(Layout(description.diff_weights_desc())),
                                                options.hasBias ? Buffer(bias) : Buffer());
            });
    }

    void chooseBackwardInput(const Forward::primitive_desc& hint)
    {
        backwardInput = onednn::chosen(
            options.freedom, taskOf("by input", options), variants(),
            [&](const Variant& variant) {
                return onednn::describeBackward<BackwardInput>(
                    hint, input.description(), kernelFactor(variant.factors), factor(output, variant));
            },
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

InnerProduct::InnerProduct(std::shared_ptr<const Parts> parts)
    : m_parts(std::move(parts))
{
}

Result<InnerProduct> InnerProduct::create(const InnerProductOptions& options)
{
    return onednn::attempt("dense layer",
                           [&] { return InnerProduct(std::make_shared<const Parts>(options)); });
}

Layout InnerProduct::input() const { return m_parts->input; }
Layout InnerProduct::output() const { return m_parts->output; }
Layout InnerProduct::bias() const { return m_parts->bias; }
Layout InnerProduct::forwardKernel() const { return Layout(m_parts->forward.weights_desc()); }
Layout InnerProduct::backwardKernel() const { return Layout(m_parts->backwardInput.weights_desc()); }

Layout InnerProduct::kernel() const { return m_parts->kernelOr(m_parts->forward); }

Operation InnerProduct::forward(const Buffer& input, const Buffer& kernel, const Buffer& bias,
                                const Buffer& output) const
{
    return forwardOperation(m_parts->forward, m_parts->flops, input, kernel, bias, output);
}

Operation InnerProduct::backwardInput(const Buffer& outputGradient, const Buffer& kernel,
                                      const Buffer& inputGradient) const
{
    return backwardInputOperation(m_parts->backwardInput, m_parts->flops, outputGradient, kernel,
                                  inputGradient);
}

Operation InnerProduct::backwardWeights(const Buffer& input, const Buffer& outputGradient,
                                        const Buffer& kernelGradient, const Buffer& biasGradient) const
{
    return backwardWeightsOperation(m_parts->backwardWeights, m_parts->flops, input, outputGradient,
                                    kernelGradient, biasGradient);
}

} // namespace netwright::tensor
