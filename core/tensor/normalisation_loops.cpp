// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/normalisation_loops.hpp"

#include "core/tensor/vectorise.hpp"

#include <algorithm>

namespace netwright::tensor::normalisation {

namespace {
    constexpr std::int64_t kVector = 16;

    /// Where a ReLU follows and y is not above zero, nothing comes back.
    template <bool hasRelu>
    [[gnu::always_inline]] inline float masked(float apart, float factor, float shift, float dy)
    {
        return hasRelu && apart * factor + shift <= 0.F ? 0.F : dy;
    }

    /// Sums around the first pixel: a variance from sums around zero would lose its digits where the mean is
    /// large. (It still does where that pixel is a thousand deviations away from all others.)
    [[gnu::always_inline]] inline void finish(const float* pivot, std::int64_t area, std::int64_t width,
                                              float* mean, float* squares)
    {
        const float share = 1.F / static_cast<float>(area);
        for (std::int64_t c = 0; c < width; ++c) {
            const float sum = mean[c];
            mean[c] = pivot[c] + sum * share;
            squares[c] = std::max(0.F, squares[c] - sum * sum * share);
        }
    }

    [[gnu::always_inline]] inline void measureRows(const float* x, std::int64_t area, std::int64_t width,
                                                   float* sum, float* squares)
    {
        const float* const pivot = x;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float apart = x[c] - pivot[c];
                sum[c] += apart;
                squares[c] += apart * apart;
            }
        }
    }

    NETWRIGHT_VECTORISED void measureBlock(const float* x, std::int64_t area, std::int64_t, float* mean,
                                           float* squares)
    {
        float sums[2][kVector] = {};
        measureRows(x, area, kVector, sums[0], sums[1]);
        finish(x, area, kVector, sums[0], sums[1]);
        std::copy_n(sums[0], kVector, mean);
        std::copy_n(sums[1], kVector, squares);
    }

    NETWRIGHT_VECTORISED void measureWide(const float* x, std::int64_t area, std::int64_t width, float* mean,
                                          float* squares)
    {
        std::fill_n(mean, width, 0.F);
        std::fill_n(squares, width, 0.F);
        measureRows(x, area, width, mean, squares);
        finish(x, area, width, mean, squares);
    }

    NETWRIGHT_VECTORISED void measurePlane(const float* x, std::int64_t area, std::int64_t, float* mean,
                                           float* squares)
    {
        const float pivot = *x;
        float sum = 0;
        float square = 0;
#pragma omp simd reduction(+ : sum, square)
        for (std::int64_t i = 0; i < area; ++i) {
            const float apart = x[i] - pivot;
            sum += apart;
            square += apart * apart;
        }
        *mean = sum;
        *squares = square;
        finish(&pivot, area, 1, mean, squares);
    }

    template <bool hasRelu>
    [[gnu::always_inline]] inline void normaliseRows(const Lanes& lanes, const float* x, float* y,
                                                     std::int64_t area, std::int64_t width)
    {
        const auto [mean, factor, shift] = lanes;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width, y += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float value = (x[c] - mean[c]) * factor[c] + shift[c];
                y[c] = hasRelu && value <= 0.F ? 0.F : value; // NaN stays NaN
            }
        }
    }

    template <bool hasRelu>
    [[gnu::always_inline]] inline void normaliseAny(const Lanes& lanes, const float* x, float* y,
                                                    std::int64_t area, std::int64_t width)
    {
        if (width == 1) {
            const float mean = *lanes.mean;
            const float factor = *lanes.factor;
            const float shift = *lanes.shift;
#pragma omp simd
            for (std::int64_t i = 0; i < area; ++i) {
                const float value = (x[i] - mean) * factor + shift;
                y[i] = hasRelu && value <= 0.F ? 0.F : value;
            }
        } else if (width == kVector) {
            float copy[3][kVector]; // which cannot overlap y, so that they stay in registers
            std::copy_n(lanes.mean, kVector, copy[0]);
            std::copy_n(lanes.factor, kVector, copy[1]);
            std::copy_n(lanes.shift, kVector, copy[2]);
            normaliseRows<hasRelu>({ copy[0], copy[1], copy[2] }, x, y, area, kVector);
        } else {
            normaliseRows<hasRelu>(lanes, x, y, area, width);
        }
    }

    NETWRIGHT_VECTORISED void normalisePlain(const Lanes& lanes, const float* x, float* y, std::int64_t area,
                                             std::int64_t width)
    {
        normaliseAny<false>(lanes, x, y, area, width);
    }
    NETWRIGHT_VECTORISED void normaliseRelu(const Lanes& lanes, const float* x, float* y, std::int64_t area,
                                            std::int64_t width)
    {
        normaliseAny<true>(lanes, x, y, area, width);
    }

    template <bool hasRelu>
    [[gnu::always_inline]] inline void collectRows(const Lanes& lanes, const float* x, const float* dy,
                                                   std::int64_t area, std::int64_t width, float* sum,
                                                   float* product)
    {
        const auto [mean, factor, shift] = lanes;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width, dy += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float apart = x[c] - mean[c];
                const float slope = masked<hasRelu>(apart, factor[c], shift[c], dy[c]);
                sum[c] += slope;
                product[c] += slope * apart;
            }
        }
    }

    template <bool hasRelu>
    [[gnu::always_inline]] inline void collectAny(const Lanes& lanes, const float* x, const float* dy,
                                                  std::int64_t area, std::int64_t width, float* sum,
                                                  float* product)
    {
        if (width == 1) {
            const float mean = *lanes.mean;
            const float factor = *lanes.factor;
            const float shift = *lanes.shift;
            float all = 0;
            float products = 0;
#pragma omp simd reduction(+ : all, products)
            for (std::int64_t i = 0; i < area; ++i) {
                const float apart = x[i] - mean;
                const float slope = masked<hasRelu>(apart, factor, shift, dy[i]);
                all += slope;
                products += slope * apart;
            }
            *sum = all;
            *product = products;
        } else if (width == kVector) {
            float sums[2][kVector] = {};
            collectRows<hasRelu>(lanes, x, dy, area, kVector, sums[0], sums[1]);
            std::copy_n(sums[0], kVector, sum);
            std::copy_n(sums[1], kVector, product);
        } else {
            std::fill_n(sum, width, 0.F);
            std::fill_n(product, width, 0.F);
            collectRows<hasRelu>(lanes, x, dy, area, width, sum, product);
        }
    }

    NETWRIGHT_VECTORISED void collectPlain(const Lanes& lanes, const float* x, const float* dy,
                                           std::int64_t area, std::int64_t width, float* sum, float* product)
    {
        collectAny<false>(lanes, x, dy, area, width, sum, product);
    }
    NETWRIGHT_VECTORISED void collectRelu(const Lanes& lanes, const float* x, const float* dy,
                                          std::int64_t area, std::int64_t width, float* sum, float* product)
    {
        collectAny<true>(lanes, x, dy, area, width, sum, product);
    }

    struct Spread {
        Lanes lanes;
        const float* mean;
        const float* slope;
    };

    template <bool hasRelu>
    [[gnu::always_inline]] inline void spreadRows(const Spread& spread, const float* x, const float* dy,
                                                  float* dx, std::int64_t area, std::int64_t width)
    {
        const auto [lanes, mean, slope] = spread;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width, dy += width, dx += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float apart = x[c] - lanes.mean[c];
                const float came = masked<hasRelu>(apart, lanes.factor[c], lanes.shift[c], dy[c]);
                dx[c] = lanes.factor[c] * (came - mean[c] - slope[c] * apart);
            }
        }
    }

    template <bool hasRelu>
    [[gnu::always_inline]] inline void spreadAny(const Spread& spread, const float* x, const float* dy,
                                                 float* dx, std::int64_t area, std::int64_t width)
    {
        if (width == 1) {
            const float center = *spread.lanes.mean;
            const float factor = *spread.lanes.factor;
            const float shift = *spread.lanes.shift;
            const float mean = *spread.mean;
            const float slope = *spread.slope;
#pragma omp simd
            for (std::int64_t i = 0; i < area; ++i) {
                const float apart = x[i] - center;
                const float came = masked<hasRelu>(apart, factor, shift, dy[i]);
                dx[i] = factor * (came - mean - slope * apart);
            }
        } else if (width == kVector) {
            float copy[5][kVector];
            std::copy_n(spread.lanes.mean, kVector, copy[0]);
            std::copy_n(spread.lanes.factor, kVector, copy[1]);
            std::copy_n(spread.lanes.shift, kVector, copy[2]);
            std::copy_n(spread.mean, kVector, copy[3]);
            std::copy_n(spread.slope, kVector, copy[4]);
            spreadRows<hasRelu>({ { copy[0], copy[1], copy[2] }, copy[3], copy[4] }, x, dy, dx, area,
                                kVector);
        } else {
            spreadRows<hasRelu>(spread, x, dy, dx, area, width);
        }
    }

    NETWRIGHT_VECTORISED void spreadPlain(const Lanes& lanes, const float* mean, const float* slope,
                                          const float* x, const float* dy, float* dx, std::int64_t area,
                                          std::int64_t width)
    {
        spreadAny<false>({ lanes, mean, slope }, x, dy, dx, area, width);
    }
    NETWRIGHT_VECTORISED void spreadRelu(const Lanes& lanes, const float* mean, const float* slope,
                                         const float* x, const float* dy, float* dx, std::int64_t area,
                                         std::int64_t width)
    {
        spreadAny<true>({ lanes, mean, slope }, x, dy, dx, area, width);
    }
} // namespace

Kernel kernelFor(const ChannelOrder& order, bool hasRelu)
{
    return { .measure = order.width == kVector ? measureBlock
                 : order.width == 1            ? measurePlane
                                               : measureWide,
             .normalise = hasRelu ? normaliseRelu : normalisePlain,
             .collect = hasRelu ? collectRelu : collectPlain,
             .spread = hasRelu ? spreadRelu : spreadPlain };
}

} // namespace netwright::tensor::normalisation
