// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/batch_normalisation.hpp"

#include "core/tensor/normalisation_loops.hpp"
#include "core/tensor/vectorise.hpp"
#include "core/tensor/work_threads.hpp"

#include <algorithm>
#include <cmath>

namespace netwright::tensor {

namespace {
    using Kernel = normalisation::Kernel;

    std::int64_t lanesOf(const ChannelOrder& order) { return order.blocks * order.width; }
    std::int64_t numbersOf(const ChannelOrder& order) { return order.samples * order.area * lanesOf(order); }

    /// Number `index` of values of either type.
    std::byte* numberAt(const Buffer& values, std::int64_t index)
    {
        return values.data<std::byte>() + static_cast<std::size_t>(index) * bytesOf(values.layout().type());
    }

    /// Two rows of doubles, by channel: what a slice tells the others.
    struct Pair {
        double* first;
        double* second;
    };
    Pair pairIn(const Buffer& buffer, const ChannelOrder& order)
    {
        auto* values = buffer.data<double>();
        return { values, values + order.channels };
    }

    /// The four rows of `statistics`, by lane; those that pad the last block are zero.
    struct Rows {
        float* mean;
        float* factor;
        float* precision; ///< 1 / (variance + epsilon)
        float* shift;

        static Rows cleared(const Buffer& statistics, const ChannelOrder& order)
        {
            const Rows rows(statistics, order, 0);
            std::fill(rows.mean, rows.shift + lanesOf(order), 0.F);
            return rows;
        }
        Rows(const Buffer& statistics, const ChannelOrder& order, std::int64_t block)
            : mean(statistics.data<float>() + block * order.width)
            , factor(mean + lanesOf(order))
            , precision(factor + lanesOf(order))
            , shift(precision + lanesOf(order))
        {
        }
    };

    void setStatistics(const BatchNormalisation& norm, const Rows& rows, std::int64_t channel, double mean,
                       double variance)
    {
        const double spread = variance + static_cast<double>(norm.epsilon);
        rows.mean[channel] = static_cast<float>(mean);
        rows.precision[channel] = static_cast<float>(1.0 / spread);
        rows.factor[channel]
            = static_cast<float>(static_cast<double>(norm.scale.data<float>()[channel]) / std::sqrt(spread));
        rows.shift[channel] = norm.shift.data<float>()[channel];
    }

    /// running = momentum running + (1 - momentum) batch. The variance of a sample underestimates that of its
    /// population by (n - 1) / n: what is kept is corrected for it, as in PyTorch.
    void moveRunning(const BatchNormalisation& norm, std::int64_t channel, double mean, double variance,
                     double count)
    {
        const auto stays = static_cast<double>(norm.momentum);
        const auto move = [&](float& running, double now) {
            running = static_cast<float>(stays * static_cast<double>(running) + (1 - stays) * now);
        };
        move(norm.runningMean.data<float>()[channel], mean);
        move(norm.runningVariance.data<float>()[channel], variance * count / (count - 1));
    }

    /// Rows of a slice that count.
    std::int64_t rowsOf(const BatchNormalisation& norm, std::size_t slice)
    {
        const auto before = static_cast<std::int64_t>(slice) * norm.order.samples;
        return std::clamp<std::int64_t>(*norm.batchRows - before, 0, norm.order.samples);
    }

    double valuesOf(const BatchNormalisation& norm)
    {
        return static_cast<double>(*norm.batchRows * norm.order.area);
    }

    /// Of samples with as many values each: the mean of means, and the squares around it. Chan, Golub and
    /// LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
    void combineSamples(const BatchNormalisation& norm)
    {
        const auto& order = norm.order;
        const auto* sums = norm.sums.data<float>();
        const auto moments = pairIn(norm.moments[norm.slice], order);
        const auto rows = rowsOf(norm, norm.slice);
        const auto lanes = lanesOf(order);
        const auto area = static_cast<double>(order.area);
        for (std::int64_t channel = 0; channel < order.channels; ++channel) {
            double mean = 0;
            double squares = 0;
            for (std::int64_t sample = 0; sample < rows; ++sample)
                mean += static_cast<double>(sums[2 * sample * lanes + channel]);
            mean /= static_cast<double>(std::max<std::int64_t>(rows, 1));
            for (std::int64_t sample = 0; sample < rows; ++sample) {
                const double apart = static_cast<double>(sums[2 * sample * lanes + channel]) - mean;
                squares
                    += static_cast<double>(sums[(2 * sample + 1) * lanes + channel]) + area * apart * apart;
            }
            moments.first[channel] = mean;
            moments.second[channel] = squares;
        }
    }

    /// The same for slices; then what normalising needs.
    void combineSlices(const BatchNormalisation& norm)
    {
        const auto& order = norm.order;
        const auto rows = Rows::cleared(norm.statistics, order);
        const auto values = valuesOf(norm);
        const auto valuesIn
            = [&](std::size_t slice) { return static_cast<double>(rowsOf(norm, slice) * order.area); };
        for (std::int64_t channel = 0; channel < order.channels; ++channel) {
            double mean = 0;
            double squares = 0;
            for (std::size_t i = 0; i < norm.moments.size(); ++i)
                mean += pairIn(norm.moments[i], order).first[channel] * (valuesIn(i) / values);
            for (std::size_t i = 0; i < norm.moments.size(); ++i) {
                const auto of = pairIn(norm.moments[i], order);
                const double apart = of.first[channel] - mean;
                squares += of.second[channel] + valuesIn(i) * apart * apart;
            }
            const double variance = squares / values;
            setStatistics(norm, rows, channel, mean, variance);
            if (norm.slice == 0 && norm.movesRunning && values > 1) // one alone has no variance
                moveRunning(norm, channel, mean, variance, values);
        }
    }

    /// Zeros for the rows of a slice from `row` on.
    void clearFrom(const BatchNormalisation& norm, std::int64_t row, const Buffer& values)
    {
        std::fill(numberAt(values, row * norm.order.area * lanesOf(norm.order)),
                  numberAt(values, numbersOf(norm.order)), std::byte {});
    }

    /// The same for what samples leave in `sums`: who looks for NaN reads all of it.
    void clearSums(const BatchNormalisation& norm, std::int64_t row)
    {
        auto* begin = norm.sums.data<float>();
        const auto ofSample = 2 * lanesOf(norm.order);
        std::fill(begin + row * ofSample, begin + norm.order.samples * ofSample, 0.F);
    }

    /// Calls loop(sample, block, first number of it) for every block of the first `samples`.
    template <class Loop> void overBlocks(const ChannelOrder& order, std::int64_t samples, const Loop& loop)
    {
        inParts(samples * order.blocks, numbersOf(order), [&](std::int64_t i) {
            loop(i / order.blocks, i % order.blocks, i * order.area * order.width);
        });
    }

    /// The first `samples`; what pads the batch becomes zero, lest what nothing bounds grow from layer to
    /// layer.
    void normaliseRows(const BatchNormalisation& norm, std::int64_t samples, const Kernel& kernel)
    {
        overBlocks(norm.order, samples, [&](std::int64_t, std::int64_t block, std::int64_t at) {
            const Rows rows(norm.statistics, norm.order, block);
            kernel.normalise({ .mean = rows.mean, .factor = rows.factor, .shift = rows.shift },
                             numberAt(norm.input, at), numberAt(norm.output, at), norm.order.area,
                             norm.order.width);
        });
        clearFrom(norm, samples, norm.output);
    }

    Operation operation(const BatchNormalisation& norm, const char* name)
    {
        const auto numbers = static_cast<double>(numbersOf(norm.order));
        return { .name = name,
                 .implementation = "own loop",
                 .flops = 4 * numbers,
                 .run = {},
                 .threads = WorkThreads(kTouchedNumber * numbers).count() };
    }

    void append(std::vector<Buffer>& list, const std::vector<Buffer>& more)
    {
        list.insert(list.end(), more.begin(), more.end());
    }
} // namespace

Layout BatchNormalisation::statisticsLayout(const ChannelOrder& order)
{
    return Layout::plain({ 4, lanesOf(order) });
}
Layout BatchNormalisation::sumsLayout(const ChannelOrder& order)
{
    return Layout::plain({ order.samples, 2, lanesOf(order) });
}
Layout BatchNormalisation::momentsLayout(const ChannelOrder& order)
{
    return Layout::plain({ 2, order.channels, sizeof(double) }, ElementType::UInt8);
}

Operation BatchNormalisation::evaluate() const
{
    auto made = operation(*this, "batch normalisation");
    made.reads = { input, scale, shift, runningMean, runningVariance };
    made.writes = { output, statistics };
    made.run = [norm = *this, kernel = normalisation::kernelFor(input.layout(), hasRelu)] {
        const auto rows = Rows::cleared(norm.statistics, norm.order);
        for (std::int64_t channel = 0; channel < norm.order.channels; ++channel)
            setStatistics(norm, rows, channel, static_cast<double>(norm.runningMean.data<float>()[channel]),
                          static_cast<double>(norm.runningVariance.data<float>()[channel]));
        normaliseRows(norm, norm.order.samples, kernel);
    };
    return made;
}

Operation BatchNormalisation::measure() const
{
    auto made = operation(*this, "batch normalisation moments");
    made.reads = { input };
    made.writes = { sums, moments[slice] };
    made.run = [norm = *this, kernel = normalisation::kernelFor(input.layout(), hasRelu)] {
        const auto& at = norm.order;
        const auto rows = rowsOf(norm, norm.slice);
        overBlocks(at, rows, [&](std::int64_t sample, std::int64_t block, std::int64_t first) {
            auto* of = norm.sums.data<float>() + 2 * sample * lanesOf(at) + block * at.width;
            kernel.measure(numberAt(norm.input, first), at.area, at.width, of, of + lanesOf(at));
        });
        clearSums(norm, rows);
        combineSamples(norm);
    };
    return made;
}

Operation BatchNormalisation::normalise() const
{
    auto made = operation(*this, "batch normalisation forward");
    made.reads = { input, scale, shift };
    append(made.reads, moments);
    made.writes = { output, statistics };
    if (movesRunning)
        append(made.writes, { runningMean, runningVariance });
    made.run = [norm = *this, kernel = normalisation::kernelFor(input.layout(), hasRelu)] {
        combineSlices(norm);
        normaliseRows(norm, rowsOf(norm, norm.slice), kernel);
    };
    made.meets = true;
    return made;
}

Operation BatchNormalisation::collect(const Gradients& gradients) const
{
    auto made = operation(*this, "batch normalisation sums");
    made.reads = { input, statistics, gradients.output };
    made.writes = { sums, gradientSums[slice], gradients.scale, gradients.shift };
    made.run = [norm = *this, gradients, kernel = normalisation::kernelFor(input.layout(), hasRelu)] {
        const auto& at = norm.order;
        const auto count = rowsOf(norm, norm.slice);
        overBlocks(at, count, [&](std::int64_t sample, std::int64_t block, std::int64_t first) {
            const Rows rows(norm.statistics, at, block);
            auto* of = norm.sums.data<float>() + 2 * sample * lanesOf(at) + block * at.width;
            kernel.collect({ .mean = rows.mean, .factor = rows.factor, .shift = rows.shift },
                           numberAt(norm.input, first), numberAt(gradients.output, first), at.area, at.width,
                           of, of + lanesOf(at));
        });
        clearSums(norm, count);
        const auto own = pairIn(norm.gradientSums[norm.slice], at);
        const Rows rows(norm.statistics, at, 0);
        for (std::int64_t channel = 0; channel < at.channels; ++channel) {
            double sum = 0;
            double product = 0;
            for (std::int64_t sample = 0; sample < count; ++sample) {
                const auto* of = norm.sums.data<float>() + 2 * sample * lanesOf(at) + channel;
                sum += static_cast<double>(of[0]);
                product += static_cast<double>(of[lanesOf(at)]);
            }
            own.first[channel] = sum;
            own.second[channel] = product;
            gradients.shift.data<float>()[channel] = static_cast<float>(sum);
            gradients.scale.data<float>()[channel]
                = static_cast<float>(product * std::sqrt(static_cast<double>(rows.precision[channel])));
        }
    };
    return made;
}

Operation BatchNormalisation::spread(const Gradients& gradients) const
{
    auto made = operation(*this, "batch normalisation backward");
    made.reads = { input, statistics, gradients.output };
    append(made.reads, gradientSums);
    made.writes = { gradients.input, sums };
    made.run = [norm = *this, gradients, kernel = normalisation::kernelFor(input.layout(), hasRelu)] {
        const auto& at = norm.order;
        const auto lanes = lanesOf(at);
        const double count = valuesOf(norm);
        // What is taken off the gradient: a mean, and a slope times (x - mean).
        auto* mean = norm.sums.data<float>();
        auto* slope = mean + lanes;
        std::fill(mean, slope + lanes, 0.F);
        const Rows all(norm.statistics, at, 0);
        for (std::int64_t channel = 0; channel < at.channels; ++channel) {
            double sum = 0;
            double product = 0;
            for (const auto& share : norm.gradientSums) {
                sum += pairIn(share, at).first[channel];
                product += pairIn(share, at).second[channel];
            }
            mean[channel] = static_cast<float>(sum / count);
            slope[channel]
                = static_cast<float>(product * static_cast<double>(all.precision[channel]) / count);
        }
        const auto samples = rowsOf(norm, norm.slice);
        overBlocks(at, samples, [&](std::int64_t, std::int64_t block, std::int64_t first) {
            const Rows rows(norm.statistics, at, block);
            const auto lane = block * at.width;
            kernel.spread({ .mean = rows.mean, .factor = rows.factor, .shift = rows.shift }, mean + lane,
                          slope + lane, numberAt(norm.input, first), numberAt(gradients.output, first),
                          numberAt(gradients.input, first), at.area, at.width);
        });
        clearFrom(norm, samples, gradients.input);
    };
    made.meets = true;
    return made;
}

} // namespace netwright::tensor
