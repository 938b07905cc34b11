// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/attention.hpp"

#include "core/tensor/vector_math.hpp"
#include "core/tensor/vectorise.hpp"

#include <algorithm>
#include <limits>

namespace netwright::tensor::attention {

namespace {
    constexpr const char* kOwnLoop = "own loop";

    std::int64_t numbersOf(const Sizes& sizes)
    {
        return sizes.batch * sizes.length * sizes.heads * sizes.size;
    }

    /// Calls move(row of the joined array, row of the head) for each position of one head of one sample.
    template <class Move>
    void forEachRow(const Sizes& sizes, std::int64_t arrays, std::int64_t array, std::int64_t part,
                    const Move& move)
    {
        const auto sample = part / sizes.heads;
        const auto head = part % sizes.heads;
        const auto width = arrays * sizes.heads * sizes.size;
        const auto from = sample * sizes.length * width + (array * sizes.heads + head) * sizes.size;
        for (std::int64_t row = 0; row < sizes.length; ++row)
            move(from + row * width, (part * sizes.length + row) * sizes.size);
    }

    template <class Move>
    void forEachHead(const Sizes& sizes, const std::vector<Buffer>& heads, const Move& move)
    {
        const auto arrays = static_cast<std::int64_t>(heads.size());
        inParts(sizes.batch * sizes.heads, arrays * numbersOf(sizes), [&](std::int64_t part) {
            for (std::int64_t array = 0; array < arrays; ++array) {
                auto* head = heads[static_cast<std::size_t>(array)].data<float>();
                forEachRow(sizes, arrays, array, part,
                           [&](std::int64_t joined, std::int64_t row) { move(joined, head + row); });
            }
        });
    }

    /// Rows are those of all heads of all samples. The exponentials of several rows are taken in one loop,
    /// since a row alone seldom fills whole vectors.
    NETWRIGHT_VECTORISED void softmaxRows(float* scores, std::int64_t length, float factor, bool isCausal,
                                          std::int64_t begin, std::int64_t end)
    {
        constexpr float kNever = -1e3F; // the exponential of which is 0
        for (auto row = begin; row < end; ++row) {
            float* x = scores + row * length;
            const auto seen = isCausal ? row % length + 1 : length;
            float largest = std::numeric_limits<float>::lowest();
#pragma omp simd reduction(max : largest)
            for (std::int64_t i = 0; i < seen; ++i)
                largest = x[i] > largest ? x[i] : largest; // std::max is not vectorised
#pragma omp simd
            for (std::int64_t i = 0; i < seen; ++i)
                x[i] = factor * (x[i] - largest);
            std::fill(x + seen, x + length, kNever);
        }
#pragma omp simd
        for (std::int64_t i = begin * length; i < end * length; ++i)
            scores[i] = vector_math::exponential(scores[i]);
        for (auto row = begin; row < end; ++row) {
            float* x = scores + row * length;
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (std::int64_t i = 0; i < length; ++i)
                sum += x[i];
            const float share = 1.F / sum;
#pragma omp simd
            for (std::int64_t i = 0; i < length; ++i)
                x[i] *= share;
        }
    }

    NETWRIGHT_VECTORISED void softmaxRowsBackward(const float* shares, float* gradient, std::int64_t length,
                                                  float factor, std::int64_t begin, std::int64_t end)
    {
        for (auto row = begin; row < end; ++row) {
            const float* p = shares + row * length;
            float* d = gradient + row * length;
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (std::int64_t i = 0; i < length; ++i)
                sum += d[i] * p[i];
#pragma omp simd
            for (std::int64_t i = 0; i < length; ++i)
                d[i] = factor * p[i] * (d[i] - sum);
        }
    }
} // namespace

Operation splitHeads(const Sizes& sizes, const Buffer& joined, const std::vector<Buffer>& heads)
{
    return { .name = "split heads",
             .implementation = kOwnLoop,
             .reads = { joined },
             .writes = heads,
             .run = [=] {
                 forEachHead(sizes, heads, [&](std::int64_t from, float* to) {
                     std::copy_n(joined.data<float>() + from, sizes.size, to);
                 });
             } };
}

Operation joinHeads(const Sizes& sizes, const std::vector<Buffer>& heads, const Buffer& joined)
{
    return { .name = "join heads",
             .implementation = kOwnLoop,
             .reads = heads,
             .writes = { joined },
             .run = [=] {
                 forEachHead(sizes, heads, [&](std::int64_t to, const float* from) {
                     std::copy_n(from, sizes.size, joined.data<float>() + to);
                 });
             } };
}

Operation softmax(const Sizes& sizes, float factor, bool isCausal, const Buffer& scores)
{
    constexpr std::int64_t kNumbersAtOnce = 4096; // they stay in the first-level cache
    const auto rows = sizes.batch * sizes.heads * sizes.length;
    const auto atOnce = std::max<std::int64_t>(1, kNumbersAtOnce / sizes.length);
    return { .name = "attention softmax",
             .implementation = kOwnLoop,
             .reads = { scores },
             .writes = { scores },
             .flops = 20.0 * static_cast<double>(rows * sizes.length),
             .run = [=] {
                 inRows(rows, sizes.length, [&](std::int64_t begin, std::int64_t end) {
                     for (auto row = begin; row < end; row += atOnce)
                         softmaxRows(scores.data<float>(), sizes.length, factor, isCausal, row,
                                     std::min(row + atOnce, end));
                 });
             } };
}

Operation softmaxBackward(const Sizes& sizes, float factor, const Buffer& shares, const Buffer& gradient)
{
    const auto rows = sizes.batch * sizes.heads * sizes.length;
    return { .name = "attention softmax backward",
             .implementation = kOwnLoop,
             .reads = { shares, gradient },
             .writes = { gradient },
             .flops = 5.0 * static_cast<double>(rows * sizes.length),
             .run = [=] {
                 inRows(rows, sizes.length, [&](std::int64_t begin, std::int64_t end) {
                     softmaxRowsBackward(shares.data<float>(), gradient.data<float>(), sizes.length, factor,
                                         begin, end);
                 });
             } };
}

} // namespace netwright::tensor::attention
