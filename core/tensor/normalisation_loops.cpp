// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/normalisation_loops.hpp"

#include "core/tensor/bfloat16.hpp"
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
    template <class T>
    [[gnu::always_inline]] inline void finish(const T* pivot, std::int64_t area, std::int64_t width,
                                              float* mean, float* squares)
    {
        const float share = 1.F / static_cast<float>(area);
        for (std::int64_t c = 0; c < width; ++c) {
            const float sum = mean[c];
            mean[c] = toFloat(pivot[c]) + sum * share;
            squares[c] = std::max(0.F, squares[c] - sum * sum * share);
        }
    }

    template <class T>
    [[gnu::always_inline]] inline void measureRows(const T* x, std::int64_t area, std::int64_t width,
                                                   float* sum, float* squares)
    {
        const T* const pivot = x;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float apart = toFloat(x[c]) - toFloat(pivot[c]);
                sum[c] += apart;
                squares[c] += apart * apart;
            }
        }
    }

    template <class T>
    [[gnu::always_inline]] inline void measurePlane(const T* x, std::int64_t area, float* mean,
                                                    float* squares)
    {
        const float pivot = toFloat(*x);
        float sum = 0;
        float square = 0;
#pragma omp simd reduction(+ : sum, square)
        for (std::int64_t i = 0; i < area; ++i) {
            const float apart = toFloat(x[i]) - pivot;
            sum += apart;
            square += apart * apart;
        }
        *mean = sum;
        *squares = square;
        finish(x, area, 1, mean, squares);
    }

    template <class T>
    NETWRIGHT_VECTORISED void measure(const void* values, std::int64_t area, std::int64_t width, float* mean,
                                      float* squares)
    {
        const auto* x = static_cast<const T*>(values);
        if (width == 1)
            return measurePlane(x, area, mean, squares);
        if (width == kVector) {
            float sums[2][kVector] = {}; // which stay in registers
            measureRows(x, area, kVector, sums[0], sums[1]);
            std::copy_n(sums[0], kVector, mean);
            std::copy_n(sums[1], kVector, squares);
        } else {
            std::fill_n(mean, width, 0.F);
            std::fill_n(squares, width, 0.F);
            measureRows(x, area, width, mean, squares);
        }
        finish(x, area, width, mean, squares);
    }

    template <class T, bool hasRelu>
    [[gnu::always_inline]] inline void normaliseRows(const Lanes& lanes, const T* x, T* y, std::int64_t area,
                                                     std::int64_t width)
    {
        const auto [mean, factor, shift] = lanes;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width, y += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float value = (toFloat(x[c]) - mean[c]) * factor[c] + shift[c];
                y[c] = rounded<T>(hasRelu && value <= 0.F ? 0.F : value); // NaN stays NaN
            }
        }
    }

    template <class T, bool hasRelu>
    NETWRIGHT_VECTORISED void normalise(const Lanes& lanes, const void* from, void* to, std::int64_t area,
                                        std::int64_t width)
    {
        const auto* x = static_cast<const T*>(from);
        auto* y = static_cast<T*>(to);
        if (width == 1) {
            const float mean = *lanes.mean;
            const float factor = *lanes.factor;
            const float shift = *lanes.shift;
#pragma omp simd
            for (std::int64_t i = 0; i < area; ++i) {
                const float value = (toFloat(x[i]) - mean) * factor + shift;
                y[i] = rounded<T>(hasRelu && value <= 0.F ? 0.F : value);
            }
        } else if (width == kVector) {
            float copy[3][kVector]; // which cannot overlap y, so that they stay in registers
            std::copy_n(lanes.mean, kVector, copy[0]);
            std::copy_n(lanes.factor, kVector, copy[1]);
            std::copy_n(lanes.shift, kVector, copy[2]);
            normaliseRows<T, hasRelu>({ copy[0], copy[1], copy[2] }, x, y, area, kVector);
        } else {
            normaliseRows<T, hasRelu>(lanes, x, y, area, width);
        }
    }

    template <class T, bool hasRelu>
    [[gnu::always_inline]] inline void collectRows(const Lanes& lanes, const T* x, const T* dy,
                                                   std::int64_t area, std::int64_t width, float* sum,
                                                   float* product)
    {
        const auto [mean, factor, shift] = lanes;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width, dy += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float apart = toFloat(x[c]) - mean[c];
                const float slope = masked<hasRelu>(apart, factor[c], shift[c], toFloat(dy[c]));
                sum[c] += slope;
                product[c] += slope * apart;
            }
        }
    }

    template <class T, bool hasRelu>
    [[gnu::always_inline]] inline void collectPlane(const Lanes& lanes, const T* x, const T* dy,
                                                    std::int64_t area, float* sum, float* product)
    {
        const float mean = *lanes.mean;
        const float factor = *lanes.factor;
        const float shift = *lanes.shift;
        float all = 0;
        float products = 0;
#pragma omp simd reduction(+ : all, products)
        for (std::int64_t i = 0; i < area; ++i) {
            const float apart = toFloat(x[i]) - mean;
            const float slope = masked<hasRelu>(apart, factor, shift, toFloat(dy[i]));
            all += slope;
            products += slope * apart;
        }
        *sum = all;
        *product = products;
    }

    template <class T, bool hasRelu>
    NETWRIGHT_VECTORISED void collect(const Lanes& lanes, const void* from, const void* gradient,
                                      std::int64_t area, std::int64_t width, float* sum, float* product)
    {
        const auto* x = static_cast<const T*>(from);
        const auto* dy = static_cast<const T*>(gradient);
        if (width == 1) {
            collectPlane<T, hasRelu>(lanes, x, dy, area, sum, product);
        } else if (width == kVector) {
            float sums[2][kVector] = {};
            collectRows<T, hasRelu>(lanes, x, dy, area, kVector, sums[0], sums[1]);
            std::copy_n(sums[0], kVector, sum);
            std::copy_n(sums[1], kVector, product);
        } else {
            std::fill_n(sum, width, 0.F);
            std::fill_n(product, width, 0.F);
            collectRows<T, hasRelu>(lanes, x, dy, area, width, sum, product);
        }
    }

    struct Spread {
        Lanes lanes;
        const float* mean;
        const float* slope;
    };

    template <class T, bool hasRelu>
    [[gnu::always_inline]] inline void spreadRows(const Spread& spread, const T* x, const T* dy, T* dx,
                                                  std::int64_t area, std::int64_t width)
    {
        const auto [lanes, mean, slope] = spread;
        for (std::int64_t pixel = 0; pixel < area; ++pixel, x += width, dy += width, dx += width) {
#pragma omp simd
            for (std::int64_t c = 0; c < width; ++c) {
                const float apart = toFloat(x[c]) - lanes.mean[c];
                const float came = masked<hasRelu>(apart, lanes.factor[c], lanes.shift[c], toFloat(dy[c]));
                dx[c] = rounded<T>(lanes.factor[c] * (came - mean[c] - slope[c] * apart));
            }
        }
    }

    template <class T, bool hasRelu>
    [[gnu::always_inline]] inline void spreadPlane(const Spread& spread, const T* x, const T* dy, T* dx,
                                                   std::int64_t area)
    {
        const float center = *spread.lanes.mean;
        const float factor = *spread.lanes.factor;
        const float shift = *spread.lanes.shift;
        const float mean = *spread.mean;
        const float slope = *spread.slope;
#pragma omp simd
        for (std::int64_t i = 0; i < area; ++i) {
            const float apart = toFloat(x[i]) - center;
            const float came = masked<hasRelu>(apart, factor, shift, toFloat(dy[i]));
            dx[i] = rounded<T>(factor * (came - mean - slope * apart));
        }
    }

    template <class T, bool hasRelu>
    NETWRIGHT_VECTORISED void spread(const Lanes& lanes, const float* mean, const float* slope,
                                     const void* from, const void* gradient, void* to, std::int64_t area,
                                     std::int64_t width)
    {
        const auto* x = static_cast<const T*>(from);
        const auto* dy = static_cast<const T*>(gradient);
        auto* dx = static_cast<T*>(to);
        if (width == 1) {
            spreadPlane<T, hasRelu>({ lanes, mean, slope }, x, dy, dx, area);
        } else if (width == kVector) {
            float copy[5][kVector];
            std::copy_n(lanes.mean, kVector, copy[0]);
            std::copy_n(lanes.factor, kVector, copy[1]);
            std::copy_n(lanes.shift, kVector, copy[2]);
            std::copy_n(mean, kVector, copy[3]);
            std::copy_n(slope, kVector, copy[4]);
            spreadRows<T, hasRelu>({ { copy[0], copy[1], copy[2] }, copy[3], copy[4] }, x, dy, dx, area,
                                   kVector);
        } else {
            spreadRows<T, hasRelu>({ lanes, mean, slope }, x, dy, dx, area, width);
        }
    }

    template <class T, bool hasRelu> Kernel kernelOf()
    {
        return { .measure = measure<T>,
                 .normalise = normalise<T, hasRelu>,
                 .collect = collect<T, hasRelu>,
                 .spread = spread<T, hasRelu> };
    }
} // namespace

Kernel kernelFor(const Layout& values, bool hasRelu)
{
    return withNumbersOf(
        values, [hasRelu]<class T>(T) { return hasRelu ? kernelOf<T, true>() : kernelOf<T, false>(); });
}

} // namespace netwright::tensor::normalisation
