// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/inner_product.hpp"

#include "core/tensor/onednn.hpp"

namespace netwright::tensor {

namespace {
    using Forward = dnnl::inner_product_forward;
    using BackwardInput = dnnl::inner_product_backward_data;
    using BackwardWeights = dnnl::inner_product_backward_weights;
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
        const auto kernel = Layout::any({ given.outputs, given.inputs });
        const auto kind
            = given.isTraining ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
        forward = onednn::describe<Forward>(onednn::attributes(given.hasRelu), kind, input.description(),
                                            kernel.description(), bias.description(), output.description());
        if (given.isTraining)
            backwardWeights = onednn::describeBackward<BackwardWeights>(
                forward, input.description(), kernel.description(), bias.description(), output.description());
        if (given.isTraining && given.hasInputGradient)
            backwardInput = onednn::describeBackward<BackwardInput>(
                forward, input.description(), kernel.description(), output.description());
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

Layout InnerProduct::kernel() const
{
    return m_parts->options.isTraining ? Layout(m_parts->backwardWeights.diff_weights_desc())
                                       : forwardKernel();
}

Operation InnerProduct::forward(const Buffer& input, const Buffer& kernel, const Buffer& bias,
                                const Buffer& output) const
{
    onednn::Call call { .name = "dense forward",
                        .reads = { { DNNL_ARG_SRC, input }, { DNNL_ARG_WEIGHTS, kernel } },
                        .writes = { { DNNL_ARG_DST, output } },
                        .flops = m_parts->flops };
    if (bias)
        call.reads.push_back({ DNNL_ARG_BIAS, bias });
    return onednn::operation<Forward>(m_parts->forward, std::move(call));
}

Operation InnerProduct::backwardInput(const Buffer& outputGradient, const Buffer& kernel,
                                      const Buffer& inputGradient) const
{
    return onednn::operation<BackwardInput>(
        m_parts->backwardInput,
        { .name = "dense backward by input",
          .reads = { { DNNL_ARG_DIFF_DST, outputGradient }, { DNNL_ARG_WEIGHTS, kernel } },
          .writes = { { DNNL_ARG_DIFF_SRC, inputGradient } },
          .flops = m_parts->flops });
}

Operation InnerProduct::backwardWeights(const Buffer& input, const Buffer& outputGradient,
                                        const Buffer& kernelGradient, const Buffer& biasGradient) const
{
    onednn::Call call { .name = "dense backward by weights",
                        .reads = { { DNNL_ARG_SRC, input }, { DNNL_ARG_DIFF_DST, outputGradient } },
                        .writes = { { DNNL_ARG_DIFF_WEIGHTS, kernelGradient } },
                        .flops = m_parts->flops };
    if (biasGradient)
        call.writes.push_back({ DNNL_ARG_DIFF_BIAS, biasGradient });
    return onednn::operation<BackwardWeights>(m_parts->backwardWeights, std::move(call));
}

} // namespace netwright::tensor
