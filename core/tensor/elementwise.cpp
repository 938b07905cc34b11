// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/elementwise.hpp"

#include "core/tensor/bfloat16.hpp"
#include "core/tensor/vector_math.hpp"
#include "core/tensor/vectorise.hpp"

#include <cassert>
#include <cstring>
#include <functional>
#include <utility>

namespace netwright::tensor {

namespace {
    constexpr const char* kOwnLoop = "own loop";
    constexpr double kExponentialFlops = 20;

    std::int64_t numbersIn(const Buffer& buffer)
    {
        return static_cast<std::int64_t>(buffer.layout().bytes() / bytesOf(buffer.layout().type()));
    }

    // Flat: what is called in the loop must become part of each copy of it.

    template <class T, class Function, class... Inputs>
    [[gnu::flatten]] NETWRIGHT_VECTORISED void mapRange(Function function, T* output, std::int64_t begin,
                                                        std::int64_t end, const Inputs*... inputs)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            output[i] = rounded<T>(function(toFloat(inputs[i])...));
    }

    template <class T, class Function, class... Inputs>
    [[gnu::flatten]] NETWRIGHT_VECTORISED void mapTwiceRange(Function function, T* first, T* second,
                                                             std::int64_t begin, std::int64_t end,
                                                             const Inputs*... inputs)
    {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i)
            first[i] = second[i] = rounded<T>(function(toFloat(inputs[i])...));
    }

    /// The operation that calls range(begin, end) until all numbers of its buffers have been dealt with.
    template <class Range>
    Operation overAll(std::string name, std::vector<Buffer> reads, std::vector<Buffer> writes,
                      double flopsPerNumber, Range range)
    {
        const auto count = numbersIn(writes.front());
        return { .name = std::move(name),
                 .implementation = kOwnLoop,
                 .reads = std::move(reads),
                 .writes = std::move(writes),
                 .flops = flopsPerNumber * static_cast<double>(count),
                 .run = [count, range = std::move(range)] { inBlocks(count, range); },
                 .isElementwise = true };
    }

    /// output = function(inputs), number by number; all of one type.
    template <class Function, class... Inputs>
    Operation map(std::string name, double flopsPerNumber, const Buffer& output, Function function,
                  const Inputs&... inputs)
    {
        return withNumbersOf(output.layout(), [&]<class T>(T) {
            return overAll(std::move(name), { inputs... }, { output }, flopsPerNumber,
                           [=](std::int64_t begin, std::int64_t end) {
                               mapRange(function, output.template data<T>(), begin, end,
                                        static_cast<const T*>(inputs.template data<T>())...);
                           });
        });
    }

    /// What comes back through a ReLU that gave y; NaN stays NaN.
    constexpr auto kMasked = [](float y, float value) { return y <= 0.F ? 0.F : value; };
    constexpr auto kRelu = [](float x) { return kMasked(x, x); };
} // namespace

Operation reluForward(const Buffer& input, const Buffer& output)
{
    return map("relu forward", 1, output, kRelu, input);
}

Operation reluBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient)
{
    return map("relu backward", 1, inputGradient, kMasked, output, outputGradient);
}

Operation leakyReluForward(const Buffer& input, const Buffer& output, float slope)
{
    const auto function = [slope](float x) { return x * (x <= 0.F ? slope : 1.F); };
    return map("leaky relu forward", 2, output, function, input);
}

Operation leakyReluBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient,
                            float slope)
{
    const auto function = [slope](float y, float dy) { return dy * (y <= 0.F ? slope : 1.F); };
    return map("leaky relu backward", 2, inputGradient, function, output, outputGradient);
}

Operation tanhForward(const Buffer& input, const Buffer& output)
{
    const auto function = [](float x) { return vector_math::hyperbolicTangent(x); };
    return map("tanh forward", kExponentialFlops + 15, output, function, input);
}

Operation tanhBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient)
{
    const auto function = [](float y, float dy) { return dy * (1.F - y * y); };
    return map("tanh backward", 3, inputGradient, function, output, outputGradient);
}

Operation logisticForward(const Buffer& input, const Buffer& output)
{
    assert(!output.layout().hasGaps());
    const auto function = [](float x) { return vector_math::logistic(x); };
    return map("sigmoid forward", kExponentialFlops + 2, output, function, input);
}

Operation logisticBackward(const Buffer& output, const Buffer& outputGradient, const Buffer& inputGradient)
{
    const auto function = [](float y, float dy) { return dy * y * (1.F - y); };
    return map("sigmoid backward", 3, inputGradient, function, output, outputGradient);
}

Operation addForward(const Buffer& left, const Buffer& right, const Buffer& output, bool hasRelu)
{
    if (hasRelu)
        return map(
            "add forward", 1, output, [](float a, float b) { return kRelu(a + b); }, left, right);
    return map("add forward", 1, output, std::plus<float>(), left, right);
}

Operation addBackward(const Buffer& mask, const Buffer& outputGradient, const Buffer& leftGradient,
                      const Buffer& rightGradient)
{
    auto reads = mask ? std::vector { mask, outputGradient } : std::vector { outputGradient };
    return withNumbersOf(outputGradient.layout(), [&]<class T>(T) {
        return overAll("add backward", std::move(reads), { leftGradient, rightGradient }, 1,
                       [=](std::int64_t begin, std::int64_t end) {
                           const T* from = outputGradient.data<T>();
                           auto* left = leftGradient.data<T>();
                           auto* right = rightGradient.data<T>();
                           if (mask)
                               mapTwiceRange(kMasked, left, right, begin, end,
                                             static_cast<const T*>(mask.data<T>()), from);
                           else
                               mapTwiceRange(std::identity(), left, right, begin, end, from);
                       });
    });
}

Operation copy(std::string name, const Buffer& from, const Buffer& to)
{
    return { .name = std::move(name),
             .implementation = kOwnLoop,
             .reads = { from },
             .writes = { to },
             .run = [=] { std::memcpy(to.data<std::byte>(), from.data<std::byte>(), to.layout().bytes()); } };
}

Operation add(std::string name, const Buffer& sum, const Buffer& addend)
{
    return map(std::move(name), 1, sum, std::plus<float>(), sum, addend);
}

Operation clear(std::string name, const Buffer& buffer)
{
    return { .name = std::move(name), .implementation = kOwnLoop, .writes = { buffer }, .run = [buffer] {
                std::memset(buffer.data<std::byte>(), 0, buffer.layout().bytes());
            } };
}

} // namespace netwright::tensor
