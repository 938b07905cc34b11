// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/channels.hpp"
#include "placed.hpp"

#include <QTest>
#include <omp.h>

using namespace netwright;
using namespace netwright::tests;
using tensor::Layout;
using tensor::Shape;

namespace {
using Tag = dnnl::memory::format_tag;

/// 18 channels leave a block of 16 and most of another one empty.
const Shape kShape { 3, 18, 5, 4 };

Layout layoutOf(int tag)
{
    return Layout({ kShape.sizes(), dnnl::memory::data_type::f32, static_cast<Tag>(tag) });
}

std::size_t channelOf(std::size_t i) { return i / 20 % 18; }

void layouts()
{
    QTest::addColumn<int>("tag");
    QTest::addColumn<bool>("hasRelu");
    for (const bool hasRelu : { false, true }) {
        for (const auto& [name, tag] : { std::pair("plain", Tag::nchw),
                                         { "blocks of 8", Tag::nChw8c },
                                         { "blocks of 16", Tag::nChw16c },
                                         { "channels last", Tag::nhwc } })
            QTest::addRow("%s%s", name, hasRelu ? ", relu" : "") << static_cast<int>(tag) << hasRelu;
    }
}
} // namespace

/// Loops over the channels of an image do the same in every layout.
class ChannelsTest : public QObject {
    Q_OBJECT

private slots:
    void biasReachesItsChannel_data() { layouts(); }
    void biasReachesItsChannel()
    {
        QFETCH(int, tag);
        QFETCH(bool, hasRelu);
        const auto numbers = randomNumbers(kShape.elements(), 1);
        const auto biases = randomNumbers(kShape[1], 2);
        Placed placed;
        const auto values = placed.holding(layoutOf(tag), numbers);
        const auto bias = placed.holding(Layout::plain({ kShape[1] }), biases);
        placed.run(tensor::addChannelBias(values, bias, hasRelu));
        const auto result = Placed::plainOf(values);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const float sum = numbers[i] + biases[channelOf(i)];
            QCOMPARE(result[i], hasRelu ? std::max(sum, 0.F) : sum);
        }
    }

    /// oneDNN multiplies with them.
    void lanesThatPadABlockStayZero()
    {
        Placed placed;
        const auto layout = layoutOf(static_cast<int>(Tag::nChw16c));
        const auto values = placed.holding(layout, randomNumbers(kShape.elements(), 1));
        const auto bias = placed.holding(Layout::plain({ kShape[1] }), std::vector<float>(18, 1));
        placed.run(tensor::addChannelBias(values, bias, false));
        const std::size_t pixels = layout.bytes() / sizeof(float) / 16;
        for (std::size_t pixel = 20; pixel < 40; ++pixel) { // the second block of the first sample
            for (std::size_t lane = 2; lane < 16; ++lane)
                QCOMPARE(values.data<float>()[pixel * 16 + lane], 0.F);
        }
        QCOMPARE(pixels, std::size_t { 3 * 2 * 20 });
    }

    void gradientIsMaskedAndAddedUp_data() { layouts(); }
    void gradientIsMaskedAndAddedUp()
    {
        QFETCH(int, tag);
        QFETCH(bool, hasRelu);
        const auto layout = layoutOf(tag);
        const auto numbers = randomNumbers(kShape.elements(), 1);
        const auto slopes = randomNumbers(kShape.elements(), 2);
        Placed placed;
        const auto gradient = placed.holding(layout, slopes);
        const auto bias = placed.buffer(Layout::plain({ kShape[1] }));
        placed.run(tensor::channelBiasGradient(
            { .values = hasRelu ? placed.holding(layout, numbers) : tensor::Buffer(),
              .gradient = gradient,
              .sums = placed.buffer(tensor::channelSums(layout)),
              .bias = bias }));
        const auto masked = Placed::plainOf(gradient);
        std::vector<double> sums(18);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const float expected = hasRelu && numbers[i] <= 0 ? 0 : slopes[i];
            QCOMPARE(masked[i], expected);
            sums[channelOf(i)] += static_cast<double>(expected);
        }
        for (std::size_t channel = 0; channel < 18; ++channel)
            QVERIFY(std::abs(static_cast<double>(bias.data<float>()[channel]) - sums[channel]) < 1e-5);
    }

    void sumsDoNotDependOnTheNumberOfThreads()
    {
        const Shape shape { 40, 32, 16, 16 };
        const Layout layout({ shape.sizes(), dnnl::memory::data_type::f32, Tag::nChw16c });
        Placed placed;
        const tensor::ChannelBiasGradient buffers {
            .values = {},
            .gradient = placed.holding(layout, randomNumbers(shape.elements(), 3)),
            .sums = placed.buffer(tensor::channelSums(layout)),
            .bias = placed.buffer(Layout::plain({ shape[1] })),
        };
        std::vector<std::vector<float>> results;
        for (const int threads : { 1, 2, 3 }) {
            omp_set_num_threads(threads);
            placed.run(tensor::channelBiasGradient(buffers));
            results.push_back(Placed::plainOf(buffers.bias));
        }
        omp_set_num_threads(1);
        QCOMPARE(results[1], results[0]);
        QCOMPARE(results[2], results[0]);
    }
};

QTEST_GUILESS_MAIN(ChannelsTest)
#include "channels_test.moc"
