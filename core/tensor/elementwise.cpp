// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/elementwise.hpp"

#include "core/tensor/vectorise.hpp"

#include <cassert>
#include <cstring>

namespace netwright::tensor {

namespace {
    constexpr const char* kOwnLoop = "own loop";

    std::int64_t floatsOf(const Buffer& buffer)
    {
        assert(buffer.layout().type() == ElementType::Float32);
        return static_cast<std::int64_t>(buffer.layout().bytes() / sizeof(float));
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

    NETWRIGHT_VECTORISED void addRange(float* sum, const float* addend, std::int64_t begin, std::int64_t end)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            sum[i] += addend[i];
    }
} // namespace

Operation reluForward(const Buffer& input, const Buffer& output)
{
    const auto count = floatsOf(input);
    return { .name = "relu forward",
             .implementation = kOwnLoop,
             .reads = { input },
             .writes = { output },
             .flops = static_cast<double>(count),
             .run = [input, output, count] {
                 inBlocks(count, [&](std::int64_t begin, std::int64_t end) {
                     reluRange(input.data<float>(), output.data<float>(), begin, end);
                 });
             } };
}

Operation reluBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient)
{
    const auto count = floatsOf(output);
    return { .name = "relu backward",
             .implementation = kOwnLoop,
             .reads = { output, outputGradient },
             .writes = { inputGradient },
             .flops = static_cast<double>(count),
             .run = [output, outputGradient, inputGradient, count] {
                 inBlocks(count, [&](std::int64_t begin, std::int64_t end) {
                     reluBackwardRange(output.data<float>(), outputGradient.data<float>(),
                                       inputGradient.data<float>(), begin, end);
                 });
             } };
}

Operation add(std::string name, const Buffer& sum, const Buffer& addend)
{
    const auto count = floatsOf(sum);
    return { .name = std::move(name),
             .implementation = kOwnLoop,
             .reads = { sum, addend },
             .writes = { sum },
             .flops = static_cast<double>(count),
             .run = [sum, addend, count] {
                 inBlocks(count, [&](std::int64_t begin, std::int64_t end) {
                     addRange(sum.data<float>(), addend.data<float>(), begin, end);
                 });
             } };
}

Operation clear(std::string name, const Buffer& buffer)
{
    return { .name = std::move(name), .implementation = kOwnLoop, .writes = { buffer }, .run = [buffer] {
                std::memset(buffer.data<std::byte>(), 0, buffer.layout().bytes());
            } };
}

} // namespace netwright::tensor
