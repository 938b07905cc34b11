// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/norm_folding.hpp"

#include "core/engine/node_builder.hpp"
#include "core/engine/thread_count.hpp"
#include "core/tensor/reorder.hpp"

#include <algorithm>

namespace netwright::engine {

using tensor::Buffer;
using tensor::Layout;

namespace {
    /// Scales a plain kernel in place, channel by channel, and writes the bias.
    class Scaling {
    public:
        Scaling(const NormFolding& folding, Buffer kernel)
            : m_channelMap(folding.norm.kind->channelMap)
            , m_parameters(folding.norm.node->parameters)
            , m_normWeights(folding.normWeights)
            , m_kernel(std::move(kernel))
            , m_bias(folding.bias)
            , m_foldedBias(folding.folded.bias)
        {
            const auto sizes = m_kernel.layout().sizes();
            for (std::size_t axis = 0; axis < sizes.rank(); ++axis) {
                auto& count = axis < folding.outputAxis ? m_outer
                    : axis == folding.outputAxis        ? m_channels
                                                        : m_inner;
                count *= static_cast<std::size_t>(sizes[axis]);
            }
        }

        void operator()() const
        {
            std::vector<const float*> weights;
            for (const auto& weight : m_normWeights)
                weights.push_back(weight.data<const float>());
            for (std::size_t channel = 0; channel < m_channels; ++channel) {
                const auto map = m_channelMap(m_parameters, weights, channel);
                const double bias = m_bias ? static_cast<double>(m_bias.data<float>()[channel]) : 0.0;
                m_foldedBias.data<float>()[channel] = static_cast<float>(map.factor * bias + map.addend);
                scale(channel, map.factor);
            }
        }

    private:
        void scale(std::size_t channel, double factor) const
        {
            for (std::size_t outer = 0; outer < m_outer; ++outer) {
                auto* values = m_kernel.data<float>() + (outer * m_channels + channel) * m_inner;
                std::transform(values, values + m_inner, values, [factor](float value) {
                    return static_cast<float>(factor * static_cast<double>(value));
                });
            }
        }

        decltype(layers::LayerKind::channelMap) m_channelMap;
        ParameterValues m_parameters;
        std::vector<Buffer> m_normWeights;
        Buffer m_kernel;
        Buffer m_bias;
        Buffer m_foldedBias;
        std::size_t m_outer = 1;
        std::size_t m_channels = 1;
        std::size_t m_inner = 1;
    };

    bool hasOwnBias(const LoweredNode& node)
    {
        return std::ranges::count(node.weights, "bias", &layers::WeightSpec::name) > 0;
    }
} // namespace

Result<tensor::Operation> foldNorm(const NormFolding& folding)
{
    const ThreadCount threads(1); // as all that refreshes weights
    const Buffer plain(Layout::plain(folding.kernel.layout().sizes()));
    auto take = tensor::reorder("kernel to fold", folding.kernel, plain);
    auto give = tensor::reorder("folded kernel", plain, folding.folded.kernel);
    if (!take || !give)
        return failed(take ? give : take);
    tensor::Operation operation { .name = "folded normalisation", .implementation = "own loop", .run = {} };
    operation.reads = { folding.kernel };
    if (folding.bias)
        operation.reads.push_back(folding.bias);
    operation.reads.insert(operation.reads.end(), folding.normWeights.begin(), folding.normWeights.end());
    operation.writes = take->writes;
    operation.writes.insert(operation.writes.end(), give->writes.begin(), give->writes.end());
    operation.writes.push_back(folding.folded.bias);
    operation.run
        = [take = std::move(take->run), scaling = Scaling(folding, plain), give = std::move(give->run)] {
              take();
              scaling();
              give();
          };
    return operation;
}

bool NodeBuilder::hasFoldedNorm() const { return m_lowered.norm.has_value(); }

Buffer NodeBuilder::foldedBias(const Layout& layout)
{
    if (hasOwnBias(m_lowered))
        (void)weightOf(m_lowered.weightNode, "bias", layout);
    auto& bias = m_recording.shared.folded[m_index].bias;
    if (!bias)
        bias = Buffer(layout);
    return bias;
}

/// Asked for last, when the layer has declared its kernel and its bias.
Buffer NodeBuilder::foldedKernel(const Layout& layout)
{
    auto& folded = m_recording.shared.folded[m_index];
    if (folded.kernel)
        return folded.kernel;
    folded.kernel = Buffer(layout);
    auto& parameters = m_recording.parameters;
    const auto& norm = *m_lowered.norm;
    NormFolding folding { .kernel = parameters.value(m_lowered.weightNode, "kernel"),
                          .outputAxis = *m_lowered.kind->kernelOutputAxis,
                          .bias
                          = hasOwnBias(m_lowered) ? parameters.value(m_lowered.weightNode, "bias") : Buffer(),
                          .norm = norm,
                          .normWeights = {},
                          .folded = folded };
    for (const auto& spec : norm.weights)
        folding.normWeights.push_back(weightOf(norm.weightNode, spec.name, Layout::plain(spec.shape)).value);
    auto operation = foldNorm(folding);
    if (operation)
        parameters.derive(*std::move(operation));
    else if (m_status)
        m_status = failed(operation);
    return folded.kernel;
}

} // namespace netwright::engine
