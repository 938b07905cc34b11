// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/pooling.hpp"

#include "core/tensor/onednn.hpp"

#include <algorithm>

namespace netwright::tensor {

namespace {
    using Forward = onednn::PoolingForward;
    using Backward = onednn::PoolingBackward;
    using Sizes = dnnl::memory::dims;

    Sizes toSizes(const std::array<std::int64_t, 2>& values) { return { values[0], values[1] }; }
} // namespace

struct Pooling::Parts {
    double flops = 0;
    double work = 0;
    Forward::primitive_desc forward;
    Backward::primitive_desc backward;

    explicit Parts(const PoolingOptions& options)
        : flops(
            static_cast<double>(options.output.elements() * options.window.size[0] * options.window.size[1]))
        , work(std::max(flops, kTouchedNumber * static_cast<double>(options.input.sizes().elements())))
    {
        const WorkThreads threads(work);
        const auto algorithm = options.kind == PoolingKind::Max
            ? dnnl::algorithm::pooling_max
            : dnnl::algorithm::pooling_avg_exclude_padding;
        const auto kind
            = options.isTraining ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
        const auto size = toSizes(options.window.size);
        const auto stride = toSizes(options.window.stride);
        const auto begin = toSizes(options.window.paddingBegin);
        const auto end = toSizes(options.window.paddingEnd);
        const Sizes dilation { 0, 0 };
        const auto& input = options.input.description();
        forward = onednn::describe<Forward>(onednn::attributes(), kind, algorithm, input,
                                            Layout::any(options.output, options.input.type()).description(),
                                            stride, size, dilation, begin, end);
        if (options.isTraining)
            backward = onednn::describeBackward<Backward>(forward, algorithm, input, forward.dst_desc(),
                                                          stride, size, dilation, begin, end);
    }
};

Pooling::Pooling(std::shared_ptr<const Parts> parts)
    : m_parts(std::move(parts))
{
}

Result<Pooling> Pooling::create(const PoolingOptions& options)
{
    return onednn::attempt("pooling", [&] { return Pooling(std::make_shared<const Parts>(options)); });
}

Layout Pooling::output() const { return Layout(m_parts->forward.dst_desc()); }
Layout Pooling::workspace() const { return Layout(m_parts->forward.workspace_desc()); }

Operation Pooling::forward(const Buffer& input, const Buffer& output, const Buffer& workspace) const
{
    onednn::Call call { .name = "pooling forward",
                        .reads = { { DNNL_ARG_SRC, input } },
                        .writes = { { DNNL_ARG_DST, output } },
                        .flops = m_parts->flops,
                        .work = m_parts->work };
    if (workspace)
        call.writes.push_back({ DNNL_ARG_WORKSPACE, workspace });
    return onednn::operation(m_parts->forward, std::move(call));
}

Operation Pooling::backward(const Buffer& outputGradient, const Buffer& workspace,
                            const Buffer& inputGradient) const
{
    onednn::Call call { .name = "pooling backward",
                        .reads = { { DNNL_ARG_DIFF_DST, outputGradient } },
                        .writes = { { DNNL_ARG_DIFF_SRC, inputGradient } },
                        .flops = m_parts->flops,
                        .work = m_parts->work };
    if (workspace)
        call.reads.push_back({ DNNL_ARG_WORKSPACE, workspace });
    return onednn::operation(m_parts->backward, std::move(call));
}

} // namespace netwright::tensor
