// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/mean.hpp"

#include "core/tensor/vectorise.hpp"
#include "core/tensor/work_threads.hpp"

#include <algorithm>
#include <cassert>

namespace netwright::tensor {

namespace {
    constexpr const char* kOwnLoop = "own loop";
    constexpr std::int64_t kColumns = 64; ///< at a time, so that their sums stay in registers

    /// means[c] = factor x the sum over `area` pixels of `width` channels, of which the first `count` are
    /// wanted.
    template <std::int64_t width>
    [[gnu::always_inline]] inline void meanOfColumns(const float* input, float* means, std::int64_t area,
                                                     std::int64_t stride, std::int64_t count, float factor)
    {
        float sums[width] = {};
        for (std::int64_t pixel = 0; pixel < area; ++pixel, input += stride) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c)
                sums[c] += input[c];
        }
        for (std::int64_t c = 0; c < count; ++c)
            means[c] = factor * sums[c];
    }

    NETWRIGHT_VECTORISED void meanOfBlock(const float* input, float* means, std::int64_t area,
                                          std::int64_t width, std::int64_t count, float factor)
    {
        if (width == 1) {
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (std::int64_t pixel = 0; pixel < area; ++pixel)
                sum += input[pixel];
            *means = factor * sum;
            return;
        }
        std::int64_t c = 0;
        for (; c + kColumns <= width; c += kColumns)
            meanOfColumns<kColumns>(input + c, means + c, area, width, std::min(count - c, kColumns), factor);
        for (; c + 8 <= width; c += 8)
            meanOfColumns<8>(input + c, means + c, area, width, std::min<std::int64_t>(count - c, 8), factor);
        for (; c < std::min(count, width); ++c)
            meanOfColumns<1>(input + c, means + c, area, width, 1, factor);
    }

    /// The other way round; what only fills a block stays 0.
    NETWRIGHT_VECTORISED void spreadOverBlock(const float* means, float* input, std::int64_t area,
                                              std::int64_t width, std::int64_t count, float factor)
    {
        if (width == 1) {
            const float share = factor * *means;
#pragma omp simd
            for (std::int64_t pixel = 0; pixel < area; ++pixel)
                input[pixel] = share;
            return;
        }
        for (std::int64_t pixel = 0; pixel < area; ++pixel, input += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < count; ++c)
                input[c] = factor * means[c];
            std::fill(input + count, input + width, 0.F);
        }
    }

    /// Calls block(numbers of the block, its means, how many of its channels are real).
    template <class Block>
    void forEachBlock(const ChannelOrder& order, float* numbers, float* means, const Block& block)
    {
        const auto size = order.area * order.width;
        inParts(order.samples * order.blocks, order.samples * order.blocks * size, [&](std::int64_t i) {
            const auto first = i % order.blocks * order.width;
            block(numbers + i * size, means + i / order.blocks * order.channels + first,
                  std::min(order.width, order.channels - first));
        });
    }

    Operation operationOver(std::string name, const ChannelOrder& order, const Buffer& from, const Buffer& to)
    {
        assert(order.width > 0);
        const auto numbers = static_cast<double>(order.samples * order.blocks * order.area * order.width);
        return { .name = std::move(name),
                 .implementation = kOwnLoop,
                 .reads = { from },
                 .writes = { to },
                 .flops = numbers,
                 .run = {},
                 .threads = WorkThreads(kTouchedNumber * numbers).count() };
    }
} // namespace

Operation meanForward(std::string name, const ChannelOrder& order, const Buffer& input, const Buffer& means)
{
    auto operation = operationOver(std::move(name), order, input, means);
    operation.run = [=, factor = 1.F / static_cast<float>(order.area)] {
        forEachBlock(order, input.data<float>(), means.data<float>(),
                     [&](const float* numbers, float* to, std::int64_t count) {
                         meanOfBlock(numbers, to, order.area, order.width, count, factor);
                     });
    };
    return operation;
}

Operation meanBackward(std::string name, const ChannelOrder& order, const Buffer& meansGradient,
                       const Buffer& inputGradient)
{
    auto operation = operationOver(std::move(name), order, meansGradient, inputGradient);
    operation.run = [=, factor = 1.F / static_cast<float>(order.area)] {
        forEachBlock(order, inputGradient.data<float>(), meansGradient.data<float>(),
                     [&](float* numbers, const float* from, std::int64_t count) {
                         spreadOverBlock(from, numbers, order.area, order.width, count, factor);
                     });
    };
    return operation;
}

} // namespace netwright::tensor
