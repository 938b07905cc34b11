// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/channels.hpp"

#include "core/tensor/vectorise.hpp"
#include "core/tensor/work_threads.hpp"

#include <array>
#include <cassert>

namespace netwright::tensor {

namespace {
    constexpr const char* kOwnLoop = "own loop";
    constexpr std::int64_t kWidest = 16; ///< of oneDNN's blocks

    using Tag = dnnl::memory::format_tag;

    struct Order {
        Tag tag;
        std::int64_t width;
    };

    std::int64_t numbersIn(const ChannelOrder& order)
    {
        return order.samples * order.blocks * order.area * order.width;
    }

    /// A block's share of a per-channel array. Channels that only pad the block count as zero.
    class Lanes {
    public:
        Lanes(const float* channels, const ChannelOrder& order, std::int64_t block)
            : m_values(channels + block * order.width)
        {
            const auto valid = order.channels - block * order.width;
            if (valid >= order.width)
                return;
            std::copy_n(m_values, valid, m_padded.begin());
            m_values = m_padded.data();
        }
        [[nodiscard]] const float* data() const { return m_values; }

    private:
        const float* m_values;
        std::array<float, kWidest> m_padded {};
    };

    /// One block of one sample, with width > 1.
    template <bool hasRelu>
    [[gnu::always_inline]] inline void addToRows(float* values, const float* bias, std::int64_t area,
                                                 std::int64_t width)
    {
        for (std::int64_t pixel = 0; pixel < area; ++pixel, values += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float sum = values[c] + bias[c];
                values[c] = hasRelu && sum <= 0.F ? 0.F : sum; // NaN stays NaN
            }
        }
    }

    /// One block of one sample. A plain plane is a row of `area` numbers that share one bias.
    template <bool hasRelu>
    [[gnu::always_inline]] inline void addToBlock(float* values, const float* bias, std::int64_t area,
                                                  std::int64_t width)
    {
        if (width == kWidest) {
            addToRows<hasRelu>(values, bias, area, kWidest); // a whole vector at a time
        } else if (width > 1) {
            addToRows<hasRelu>(values, bias, area, width);
        } else {
            const float one = *bias;
#pragma omp simd
            for (std::int64_t pixel = 0; pixel < area; ++pixel) {
                const float sum = values[pixel] + one;
                values[pixel] = hasRelu && sum <= 0.F ? 0.F : sum;
            }
        }
    }

    NETWRIGHT_VECTORISED void addPlainBias(float* values, const float* bias, std::int64_t area,
                                           std::int64_t width)
    {
        addToBlock<false>(values, bias, area, width);
    }

    NETWRIGHT_VECTORISED void addBiasAndRelu(float* values, const float* bias, std::int64_t area,
                                             std::int64_t width)
    {
        addToBlock<true>(values, bias, area, width);
    }

    /// Adds the rows of one block up, and masks them by `values`, if given, in the same pass.
    template <bool hasMask>
    [[gnu::always_inline]] inline void sumRows(const float* values, float* gradient, std::int64_t area,
                                               std::int64_t width, float* sums)
    {
        for (std::int64_t pixel = 0; pixel < area;
             ++pixel, gradient += width, values += hasMask ? width : 0) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                if (hasMask)
                    gradient[c] = values[c] <= 0.F ? 0.F : gradient[c];
                sums[c] += gradient[c];
            }
        }
    }

    template <bool hasMask>
    [[gnu::always_inline]] inline void sumBlock(const float* values, float* gradient, std::int64_t area,
                                                std::int64_t width, float* sums)
    {
        if (width == kWidest) {
            float block[kWidest] = {};
            sumRows<hasMask>(values, gradient, area, kWidest, block);
            std::copy_n(block, kWidest, sums);
        } else if (width > 1) {
            std::fill_n(sums, width, 0.F);
            sumRows<hasMask>(values, gradient, area, width, sums);
        } else {
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (std::int64_t pixel = 0; pixel < area; ++pixel) {
                if (hasMask)
                    gradient[pixel] = values[pixel] <= 0.F ? 0.F : gradient[pixel];
                sum += gradient[pixel];
            }
            *sums = sum;
        }
    }

    NETWRIGHT_VECTORISED void sumPlain(float* gradient, std::int64_t area, std::int64_t width, float* sums)
    {
        sumBlock<false>(nullptr, gradient, area, width, sums);
    }

    NETWRIGHT_VECTORISED void sumMasked(const float* values, float* gradient, std::int64_t area,
                                        std::int64_t width, float* sums)
    {
        sumBlock<true>(values, gradient, area, width, sums);
    }

    void addUp(const ChannelOrder& order, const float* sums, float* bias)
    {
        const auto row = order.blocks * order.width;
        for (std::int64_t channel = 0; channel < order.channels; ++channel) {
            double sum = 0;
            for (std::int64_t sample = 0; sample < order.samples; ++sample)
                sum += static_cast<double>(sums[sample * row + channel]);
            bias[channel] = static_cast<float>(sum);
        }
    }
} // namespace

ChannelOrder channelOrderOf(const Layout& layout)
{
    const auto sizes = layout.sizes();
    assert(sizes.rank() == 2 || sizes.rank() == 4);
    if (sizes.rank() == 2)
        return { .samples = sizes[0],
                 .channels = sizes[1],
                 .blocks = 1,
                 .area = 1,
                 .width = layout.isPlain() ? sizes[1] : 0 };
    ChannelOrder order { .samples = sizes[0], .channels = sizes[1], .area = sizes[2] * sizes[3] };
    for (const auto& [tag, width] :
         { Order { Tag::nchw, 1 }, { Tag::nChw16c, 16 }, { Tag::nChw8c, 8 }, { Tag::nhwc, sizes[1] } }) {
        if (layout != Layout::tagged(sizes, tag, layout.type()))
            continue;
        order.width = width;
        order.blocks = (order.channels + width - 1) / width;
        break;
    }
    return order;
}

Operation addChannelBias(const Buffer& values, const Buffer& bias, bool hasRelu)
{
    const auto order = channelOrderOf(values.layout());
    assert(order.width > 0);
    const auto addOne = [=, add = hasRelu ? addBiasAndRelu : addPlainBias](std::int64_t i) {
        const Lanes lanes(bias.data<float>(), order, i % order.blocks);
        add(values.data<float>() + i * order.area * order.width, lanes.data(), order.area, order.width);
    };
    return { .name = hasRelu ? "bias and relu" : "bias",
             .implementation = kOwnLoop,
             .reads = { values, bias },
             .writes = { values },
             .flops = static_cast<double>(numbersIn(order)),
             .run = [=] { inParts(order.samples * order.blocks, numbersIn(order), addOne); },
             .threads = WorkThreads(kTouchedNumber * static_cast<double>(numbersIn(order))).count() };
}

Layout channelSums(const Layout& values)
{
    const auto order = channelOrderOf(values);
    return Layout::plain({ order.samples, order.blocks * order.width });
}

Operation channelBiasGradient(const ChannelBiasGradient& buffers)
{
    const auto order = channelOrderOf(buffers.gradient.layout());
    assert(order.width > 0);
    Operation operation { .name = buffers.values ? "bias gradient and relu backward" : "bias gradient",
                          .implementation = kOwnLoop,
                          .reads = { buffers.gradient },
                          .writes = { buffers.sums, buffers.bias },
                          .flops = static_cast<double>(numbersIn(order)),
                          .run = {},
                          .threads
                          = WorkThreads(kTouchedNumber * static_cast<double>(numbersIn(order))).count() };
    if (buffers.values) {
        operation.reads.push_back(buffers.values);
        operation.writes.push_back(buffers.gradient);
    }
    const auto sumOne = [buffers, order](std::int64_t i) {
        const auto block = i * order.area * order.width;
        auto* gradient = buffers.gradient.data<float>() + block;
        auto* sums = buffers.sums.data<float>() + i * order.width;
        if (buffers.values)
            sumMasked(buffers.values.data<float>() + block, gradient, order.area, order.width, sums);
        else
            sumPlain(gradient, order.area, order.width, sums);
    };
    operation.run = [buffers, order, sumOne] {
        inParts(order.samples * order.blocks, numbersIn(order), sumOne);
        addUp(order, buffers.sums.data<float>(), buffers.bias.data<float>());
    };
    return operation;
}

} // namespace netwright::tensor
