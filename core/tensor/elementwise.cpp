// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/elementwise.hpp"

#include "core/tensor/vector_math.hpp"
#include "core/tensor/vectorise.hpp"

#include <cassert>
#include <cstring>
#include <utility>

namespace netwright::tensor {

namespace {
    constexpr const char* kOwnLoop = "own loop";
    constexpr double kExponentialFlops = 20;

    std::int64_t floatsOf(const Buffer& buffer)
    {
        assert(buffer.layout().type() == ElementType::Float32);
        return static_cast<std::int64_t>(buffer.layout().bytes() / sizeof(float));
    }

    /// The operation that calls range(begin, end) until all numbers of its buffers have been dealt with.
    template <class Range>
    Operation overAll(std::string name, std::vector<Buffer> reads, std::vector<Buffer> writes,
                      double flopsPerNumber, Range range)
    {
        const auto count = floatsOf(writes.front());
        return { .name = std::move(name),
                 .implementation = kOwnLoop,
                 .reads = std::move(reads),
                 .writes = std::move(writes),
                 .flops = flopsPerNumber * static_cast<double>(count),
                 .run = [count, range = std::move(range)] { inBlocks(count, range); } };
    }

    NETWRIGHT_VECTORISED void reluRange(const float* input, float* output, std::int64_t begin,
                                        std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            output[i] = input[i] <= 0.F ? 0.F : input[i]; // NaN stays NaN
    }

    NETWRIGHT_VECTORISED void reluBackwardRange(const float* output, const float* from, float* to,
                                                std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            to[i] = output[i] <= 0.F ? 0.F : from[i];
    }

    /// to = from, or slope x from where `sign` is not above 0.
    NETWRIGHT_VECTORISED void slopeRange(const float* sign, const float* from, float* to, float slope,
                                         std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            to[i] = from[i] * (sign[i] <= 0.F ? slope : 1.F);
    }

    NETWRIGHT_VECTORISED void tanhRange(const float* input, float* output, std::int64_t begin,
                                        std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            output[i] = vector_math::hyperbolicTangent(input[i]);
    }

    NETWRIGHT_VECTORISED void tanhBackwardRange(const float* output, const float* from, float* to,
                                                std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            to[i] = from[i] * (1.F - output[i] * output[i]);
    }

    NETWRIGHT_VECTORISED void logisticRange(const float* input, float* output, std::int64_t begin,
                                            std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            output[i] = vector_math::logistic(input[i]);
    }

    NETWRIGHT_VECTORISED void logisticBackwardRange(const float* output, const float* from, float* to,
                                                    std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            to[i] = from[i] * output[i] * (1.F - output[i]);
    }

    NETWRIGHT_VECTORISED void sumRange(const float* left, const float* right, float* output,
                                       std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            output[i] = left[i] + right[i];
    }

    NETWRIGHT_VECTORISED void sumReluRange(const float* left, const float* right, float* output,
                                           std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i) {
            const float sum = left[i] + right[i];
            output[i] = sum <= 0.F ? 0.F : sum;
        }
    }

    NETWRIGHT_VECTORISED void copyTwiceRange(const float* from, float* left, float* right, std::int64_t begin,
                                             std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            left[i] = right[i] = from[i];
    }

    NETWRIGHT_VECTORISED void maskTwiceRange(const float* mask, const float* from, float* left, float* right,
                                             std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            left[i] = right[i] = mask[i] <= 0.F ? 0.F : from[i];
    }

    NETWRIGHT_VECTORISED void addRange(float* sum, const float* addend, std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            sum[i] += addend[i];
    }
} // namespace

Operation reluForward(const Buffer& input, const Buffer& output)
{
    return overAll("relu forward", { input }, { output }, 1, [=](std::int64_t begin, std::int64_t end) {
        reluRange(input.data<float>(), output.data<float>(), begin, end);
    });
}

Operation reluBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient)
{
    return overAll("relu backward", { output, outputGradient }, { inputGradient }, 1,
                   [=](std::int64_t begin, std::int64_t end) {
                       reluBackwardRange(output.data<float>(), outputGradient.data<float>(),
                                         inputGradient.data<float>(), begin, end);
                   });
}

Operation leakyReluForward(const Buffer& input, const Buffer& output, float slope)
{
    return overAll("leaky relu forward", { input }, { output }, 2, [=](std::int64_t begin, std::int64_t end) {
        slopeRange(input.data<float>(), input.data<float>(), output.data<float>(), slope, begin, end);
    });
}

Operation leakyReluBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient,
                            float slope)
{
    return overAll("leaky relu backward", { output, outputGradient }, { inputGradient }, 2,
                   [=](std::int64_t begin, std::int64_t end) {
                       slopeRange(output.data<float>(), outputGradient.data<float>(),
                                  inputGradient.data<float>(), slope, begin, end);
                   });
}

Operation tanhForward(const Buffer& input, const Buffer& output)
{
    return overAll("tanh forward", { input }, { output }, kExponentialFlops + 15,
                   [=](std::int64_t begin, std::int64_t end) {
                       tanhRange(input.data<float>(), output.data<float>(), begin, end);
                   });
}

Operation tanhBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient)
{
    return overAll("tanh backward", { output, outputGradient }, { inputGradient }, 3,
                   [=](std::int64_t begin, std::int64_t end) {
                       tanhBackwardRange(output.data<float>(), outputGradient.data<float>(),
                                         inputGradient.data<float>(), begin, end);
                   });
}

Operation logisticForward(const Buffer& input, const Buffer& output)
{
    assert(!output.layout().hasGaps());
    return overAll("sigmoid forward", { input }, { output }, kExponentialFlops + 2,
                   [=](std::int64_t begin, std::int64_t end) {
                       logisticRange(input.data<float>(), output.data<float>(), begin, end);
                   });
}

Operation logisticBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient)
{
    return overAll("sigmoid backward", { output, outputGradient }, { inputGradient }, 3,
                   [=](std::int64_t begin, std::int64_t end) {
                       logisticBackwardRange(output.data<float>(), outputGradient.data<float>(),
                                             inputGradient.data<float>(), begin, end);
                   });
}

Operation addForward(const Buffer& left, const Buffer& right, const Buffer& output, bool hasRelu)
{
    const auto range = hasRelu ? sumReluRange : sumRange;
    return overAll("add forward", { left, right }, { output }, 1, [=](std::int64_t begin, std::int64_t end) {
        range(left.data<float>(), right.data<float>(), output.data<float>(), begin, end);
    });
}

Operation addBackward(const Buffer& mask, const Buffer& outputGradient, const Buffer& leftGradient,
                      const Buffer& rightGradient)
{
    auto reads = mask ? std::vector { mask, outputGradient } : std::vector { outputGradient };
    return overAll("add backward", std::move(reads), { leftGradient, rightGradient }, 1,
                   [=](std::int64_t begin, std::int64_t end) {
                       const auto* from = outputGradient.data<float>();
                       auto* left = leftGradient.data<float>();
                       auto* right = rightGradient.data<float>();
                       if (mask)
                           maskTwiceRange(mask.data<float>(), from, left, right, begin, end);
                       else
                           copyTwiceRange(from, left, right, begin, end);
                   });
}

Operation copy(std::string name, const Buffer& from, const Buffer& to)
{
    return { .name = std::move(name),
             .implementation = kOwnLoop,
             .reads = { from },
             .writes = { to },
             .run = [=] { std::memcpy(to.data<float>(), from.data<float>(), to.layout().bytes()); } };
}

Operation add(std::string name, const Buffer& sum, const Buffer& addend)
{
    return overAll(std::move(name), { sum, addend }, { sum }, 1, [=](std::int64_t begin, std::int64_t end) {
        addRange(sum.data<float>(), addend.data<float>(), begin, end);
    });
}

Operation clear(std::string name, const Buffer& buffer)
{
    return { .name = std::move(name), .implementation = kOwnLoop, .writes = { buffer }, .run = [buffer] {
                std::memset(buffer.data<std::byte>(), 0, buffer.layout().bytes());
            } };
}

} // namespace netwright::tensor
