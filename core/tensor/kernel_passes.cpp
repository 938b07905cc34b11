// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/kernel_passes_parts.hpp"

#include <omp.h>

namespace netwright::tensor {

using onednn::Pass;

Layout KernelPasses::Parts::kernelOf(const Pass& pass) const
{
    return isTraining ? backwardWeights.layoutOf(DNNL_ARG_DIFF_WEIGHTS) : pass.layoutOf(DNNL_ARG_WEIGHTS);
}

Operation KernelPasses::Parts::runForward(const Pass& pass, const Buffer& from, const Buffer& kernel,
                                          const Buffer& addend, const Buffer& to) const
{
    onednn::Call call { .name = name + " forward",
                        .reads = { { DNNL_ARG_SRC, from }, { DNNL_ARG_WEIGHTS, kernel } },
                        .writes = { { DNNL_ARG_DST, to } },
                        .flops = flops };
    if (addend)
        call.reads.push_back({ DNNL_ARG_BIAS, addend });
    return onednn::operation(pass, std::move(call));
}

Operation KernelPasses::Parts::runBackwardInput(const Pass& pass, const Buffer& outputGradient,
                                                const Buffer& kernel, const Buffer& inputGradient) const
{
    return onednn::operation(
        pass,
        { .name = name + " backward by input",
          .reads = { { DNNL_ARG_DIFF_DST, outputGradient }, { DNNL_ARG_WEIGHTS, kernel } },
          .writes = { { DNNL_ARG_DIFF_SRC, inputGradient } },
          .flops = flops });
}

Operation KernelPasses::Parts::runBackwardWeights(const Pass& pass, const Buffer& from,
                                                  const Buffer& outputGradient, const Buffer& kernelGradient,
                                                  const Buffer& biasGradient) const
{
    onednn::Call call { .name = name + " backward by weights",
                        .reads = { { DNNL_ARG_SRC, from }, { DNNL_ARG_DIFF_DST, outputGradient } },
                        .writes = { { DNNL_ARG_DIFF_WEIGHTS, kernelGradient } },
                        .flops = flops };
    if (biasGradient)
        call.writes.push_back({ DNNL_ARG_DIFF_BIAS, biasGradient });
    return onednn::operation(pass, std::move(call));
}

void KernelPasses::Parts::choose(const Freedom& freedom, const Description& description)
{
    const auto pick = [&](std::string_view pass, std::span<const onednn::Variant> variants,
                          const Describe& describe, const std::function<Operation(const Pass&)>& operate) {
        return onednn::chosen(
            freedom,
            fmt::format("{} {}, {}, threads {}", name, pass, description.task, omp_get_max_threads()),
            variants, describe, operate);
    };
    const auto biasBuffer = [&] { return bias.isEmpty() ? Buffer() : Buffer(bias); };
    if (description.backwardWeights) // first: the others read the kernel as this one leaves its gradient
        backwardWeights
            = pick("by weights", description.variants, description.backwardWeights, [&](const Pass& pass) {
                  return runBackwardWeights(pass, Buffer(input), Buffer(output),
                                            Buffer(pass.layoutOf(DNNL_ARG_DIFF_WEIGHTS)), biasBuffer());
              });
    forward = pick("forward", description.forwardVariants, description.forward, [&](const Pass& pass) {
        return runForward(pass, Buffer(input), Buffer(kernelOf(pass)), biasBuffer(), Buffer(output));
    });
    if (description.backwardInput)
        backwardInput
            = pick("by input", description.forwardVariants, description.backwardInput, [&](const Pass& pass) {
                  return runBackwardInput(pass, Buffer(output), Buffer(kernelOf(pass)), Buffer(input));
              });
}

KernelPasses::KernelPasses(std::shared_ptr<const Parts> parts)
    : m_parts(std::move(parts))
{
}

Layout KernelPasses::input() const { return m_parts->input; }
Layout KernelPasses::output() const { return m_parts->output; }
Layout KernelPasses::bias() const { return m_parts->bias; }
Layout KernelPasses::kernel() const { return m_parts->kernelOf(m_parts->forward); }
Layout KernelPasses::forwardKernel() const { return m_parts->forward.layoutOf(DNNL_ARG_WEIGHTS); }
Layout KernelPasses::backwardKernel() const { return m_parts->backwardInput.layoutOf(DNNL_ARG_WEIGHTS); }

Layout KernelPasses::backwardGradient() const
{
    if (!m_parts->backwardInput || !m_parts->backwardWeights)
        return {};
    const auto layout = m_parts->backwardWeights.layoutOf(DNNL_ARG_DIFF_DST);
    return layout == m_parts->backwardInput.layoutOf(DNNL_ARG_DIFF_DST) ? layout : Layout();
}

Operation KernelPasses::forward(const Buffer& input, const Buffer& kernel, const Buffer& bias,
                                const Buffer& output) const
{
    return m_parts->runForward(m_parts->forward, input, kernel, bias, output);
}

Operation KernelPasses::backwardInput(const Buffer& outputGradient, const Buffer& kernel,
                                      const Buffer& inputGradient) const
{
    return m_parts->runBackwardInput(m_parts->backwardInput, outputGradient, kernel, inputGradient);
}

Operation KernelPasses::backwardWeights(const Buffer& input, const Buffer& outputGradient,
                                        const Buffer& kernelGradient, const Buffer& biasGradient) const
{
    return m_parts->runBackwardWeights(m_parts->backwardWeights, input, outputGradient, kernelGradient,
                                       biasGradient);
}

} // namespace netwright::tensor
