// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/winograd.hpp"
#include "placed.hpp"

#include <QTest>

#include <cmath>

using namespace netwright;
using namespace netwright::tests;
using tensor::Buffer;
using tensor::ConvolutionOptions;
using tensor::ElementType;
using tensor::Layout;
using tensor::Shape;
using Tag = dnnl::memory::format_tag;

namespace {
constexpr std::int64_t kKernel = 3;

ConvolutionOptions optionsOf(std::int64_t channels, std::int64_t filters, std::int64_t height,
                             std::int64_t width, std::int64_t begin, std::int64_t end)
{
    const auto grown = begin + end - kKernel + 1;
    return { .input = { 2, channels, height, width },
             .output = { 2, filters, height + grown, width + grown },
             .window = { .size = { kKernel, kKernel },
                         .stride = { 1, 1 },
                         .paddingBegin = { begin, begin },
                         .paddingEnd = { end, end } },
             .isTraining = true };
}

Shape kernelShape(const ConvolutionOptions& options)
{
    return { options.output[1], options.input[1], kKernel, kKernel };
}

Layout inBlocks(const Shape& shape, ElementType type = ElementType::Float32)
{
    return Layout::tagged(shape, Tag::nChw16c, type);
}

/// Calls visit(output, input, weight) with the places, in plain order, of all that are multiplied.
template <class Visit> void forEachProduct(const ConvolutionOptions& options, const Visit& visit)
{
    const auto& in = options.input;
    const auto& out = options.output;
    const auto padding = options.window.paddingBegin;
    for (std::int64_t n = 0; n < out[0]; ++n)
        for (std::int64_t f = 0; f < out[1]; ++f)
            for (std::int64_t c = 0; c < in[1]; ++c)
                for (std::int64_t i = 0; i < out[2] * out[3]; ++i)
                    for (std::int64_t w = 0; w < kKernel * kKernel; ++w) {
                        const auto y = i / out[3] + w / kKernel - padding[0];
                        const auto x = i % out[3] + w % kKernel - padding[1];
                        if (y >= 0 && y < in[2] && x >= 0 && x < in[3])
                            visit(static_cast<std::size_t>((n * out[1] + f) * out[2] * out[3] + i),
                                  static_cast<std::size_t>(((n * in[1] + c) * in[2] + y) * in[3] + x),
                                  static_cast<std::size_t>((f * in[1] + c) * kKernel * kKernel + w));
                    }
}

/// Relative to the size of what is expected.
double distance(const std::vector<float>& received, const std::vector<double>& expected)
{
    if (received.size() != expected.size())
        return std::numeric_limits<double>::infinity();
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        difference += std::pow(static_cast<double>(received[i]) - expected[i], 2);
        size += std::pow(expected[i], 2);
    }
    return std::sqrt(difference / size);
}

constexpr double kClose = 2e-6;
} // namespace

class WinogradTest : public QObject {
    Q_OBJECT

    static void sizes()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("filters");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::newRow("whole tiles") << 16 << 16 << 8 << 12 << 1 << 1;
        QTest::newRow("tiles cut off") << 16 << 32 << 7 << 9 << 1 << 1;
        QTest::newRow("no padding") << 32 << 16 << 9 << 6 << 0 << 0;
        QTest::newRow("much padding") << 16 << 16 << 5 << 5 << 2 << 3;
        QTest::newRow("smaller than a tile") << 16 << 48 << 2 << 3 << 1 << 1;
        QTest::newRow("more than a panel of channels") << 80 << 96 << 6 << 5 << 1 << 0;
        QTest::newRow("more tiles than are kept at a time") << 64 << 64 << 30 << 34 << 1 << 1;
    }

    static ConvolutionOptions fetched()
    {
        QFETCH(int, channels);
        QFETCH(int, filters);
        QFETCH(int, height);
        QFETCH(int, width);
        QFETCH(int, begin);
        QFETCH(int, end);
        return optionsOf(channels, filters, height, width, begin, end);
    }

private slots:
    void forwardIsTheNaiveSum_data() { sizes(); }
    void forwardIsTheNaiveSum()
    {
        auto options = fetched();
        const auto x = randomNumbers(options.input.elements(), 1);
        const auto w = randomNumbers(kernelShape(options).elements(), 2);
        const auto b = randomNumbers(options.output[1], 3);
        for (const bool hasRelu : { false, true }) {
            options.hasRelu = hasRelu;
            const auto input = inBlocks(options.input);
            const auto output = inBlocks(options.output);
            const auto pass = tensor::winograd::forward(options, input, output);
            QVERIFY(pass);
            Placed placed;
            const auto y = placed.buffer(output);
            placed.run(tensor::onednn::operation(
                pass,
                { .name = "forward",
                  .reads = { { DNNL_ARG_SRC, placed.holding(input, x) },
                             { DNNL_ARG_WEIGHTS, placed.holding(pass.layoutOf(DNNL_ARG_WEIGHTS), w) },
                             { DNNL_ARG_BIAS, placed.holding(Layout::plain({ options.output[1] }), b) } },
                  .writes = { { DNNL_ARG_DST, y } } }));
            std::vector<double> expected(static_cast<std::size_t>(options.output.elements()));
            const auto area = static_cast<std::size_t>(options.output[2] * options.output[3]);
            for (std::size_t i = 0; i < expected.size(); ++i)
                expected[i] = static_cast<double>(b[i / area % b.size()]);
            forEachProduct(options, [&](std::size_t to, std::size_t from, std::size_t weight) {
                expected[to] += static_cast<double>(x[from]) * static_cast<double>(w[weight]);
            });
            for (auto& value : expected)
                value = hasRelu ? std::max(value, 0.0) : value;
            QVERIFY(distance(Placed::plainOf(y), expected) < kClose);
        }
    }

    void backwardByInputIsTheNaiveSum_data() { sizes(); }
    void backwardByInputIsTheNaiveSum()
    {
        const auto options = fetched();
        const auto dy = randomNumbers(options.output.elements(), 1);
        const auto w = randomNumbers(kernelShape(options).elements(), 2);
        const auto input = inBlocks(options.input);
        const auto output = inBlocks(options.output);
        const auto pass = tensor::winograd::backwardInput(options, input, output);
        QVERIFY(pass);
        Placed placed;
        const auto dx = placed.buffer(input);
        placed.run(tensor::onednn::operation(
            pass,
            { .name = "by input",
              .reads = { { DNNL_ARG_DIFF_DST, placed.holding(output, dy) },
                         { DNNL_ARG_WEIGHTS, placed.holding(pass.layoutOf(DNNL_ARG_WEIGHTS), w) } },
              .writes = { { DNNL_ARG_DIFF_SRC, dx } } }));
        std::vector<double> expected(static_cast<std::size_t>(options.input.elements()));
        forEachProduct(options, [&](std::size_t to, std::size_t from, std::size_t weight) {
            expected[from] += static_cast<double>(dy[to]) * static_cast<double>(w[weight]);
        });
        QVERIFY(distance(Placed::plainOf(dx), expected) < kClose);
    }

    void backwardByWeightsIsTheNaiveSum_data() { sizes(); }
    void backwardByWeightsIsTheNaiveSum()
    {
        const auto options = fetched();
        const auto x = randomNumbers(options.input.elements(), 1);
        const auto dy = randomNumbers(options.output.elements(), 2);
        const auto input = inBlocks(options.input);
        const auto output = inBlocks(options.output);
        const auto pass = tensor::winograd::backwardWeights(options, input, output);
        QVERIFY(pass);
        Placed placed;
        const auto dw = placed.buffer(pass.layoutOf(DNNL_ARG_DIFF_WEIGHTS));
        const auto db = placed.buffer(Layout::plain({ options.output[1] }));
        const auto operation = tensor::onednn::operation(
            pass,
            { .name = "by weights",
              .reads = { { DNNL_ARG_SRC, placed.holding(input, x) },
                         { DNNL_ARG_DIFF_DST, placed.holding(output, dy) } },
              .writes = { { DNNL_ARG_DIFF_WEIGHTS, dw }, { DNNL_ARG_DIFF_BIAS, db } } });
        placed.run(operation);
        placed.run(operation); // sums begin anew
        std::vector<double> expected(static_cast<std::size_t>(kernelShape(options).elements()));
        forEachProduct(options, [&](std::size_t to, std::size_t from, std::size_t weight) {
            expected[weight] += static_cast<double>(dy[to]) * static_cast<double>(x[from]);
        });
        QVERIFY(distance(Placed::plainOf(dw), expected) < 5 * kClose); // the terms nearly cancel
        std::vector<double> sums(static_cast<std::size_t>(options.output[1]));
        const auto area = static_cast<std::size_t>(options.output[2] * options.output[3]);
        for (std::size_t i = 0; i < dy.size(); ++i)
            sums[i / area % sums.size()] += static_cast<double>(dy[i]);
        QVERIFY(distance(Placed::plainOf(db), sums) < kClose);
    }

    /// The same numbers, but for the rounding of what comes in and goes out.
    void imagesMayBeInBFloat16()
    {
        const auto options = optionsOf(32, 48, 9, 7, 1, 1);
        const auto x = randomNumbers(options.input.elements(), 1);
        const auto w = randomNumbers(kernelShape(options).elements(), 2);
        const auto input = inBlocks(options.input, ElementType::BFloat16);
        const auto output = inBlocks(options.output, ElementType::BFloat16);
        const auto pass = tensor::winograd::forward(options, input, output);
        QVERIFY(pass);
        Placed placed;
        const auto images = placed.holding(inBlocks(options.input), x);
        const auto roundedImages = placed.buffer(input);
        placed.run(*tensor::reorder("rounded", images, roundedImages));
        const auto y = placed.buffer(output);
        placed.run(tensor::onednn::operation(
            pass,
            { .name = "forward",
              .reads = { { DNNL_ARG_SRC, roundedImages },
                         { DNNL_ARG_WEIGHTS, placed.holding(pass.layoutOf(DNNL_ARG_WEIGHTS), w) } },
              .writes = { { DNNL_ARG_DST, y } } }));
        const auto wide = placed.buffer(inBlocks(options.output));
        placed.run(*tensor::reorder("wide", y, wide));
        std::vector<double> expected(static_cast<std::size_t>(options.output.elements()));
        forEachProduct(options, [&](std::size_t to, std::size_t from, std::size_t weight) {
            expected[to] += static_cast<double>(x[from]) * static_cast<double>(w[weight]);
        });
        QVERIFY(distance(Placed::plainOf(wide), expected) < 4e-3); // half a unit in the last of 8 bits
    }

    void otherConvolutionsAreLeftAlone_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::newRow("blocks that channels do not fill") << 20 << 3 << 1;
        QTest::newRow("another kernel") << 16 << 5 << 1;
        QTest::newRow("strides") << 16 << 3 << 2;
    }
    void otherConvolutionsAreLeftAlone()
    {
        QFETCH(int, channels);
        QFETCH(int, kernel);
        QFETCH(int, stride);
        const std::int64_t size = (9 - kernel) / stride + 1;
        const ConvolutionOptions options { .input = { 1, channels, 9, 9 },
                                           .output = { 1, 16, size, size },
                                           .window
                                           = { .size = { kernel, kernel }, .stride = { stride, stride } } };
        QVERIFY(!tensor::winograd::forward(options, inBlocks(options.input), inBlocks(options.output)));
        const auto plain = optionsOf(16, 16, 9, 9, 1, 1);
        QVERIFY(!tensor::winograd::forward(plain, Layout::plain(plain.input), inBlocks(plain.output)));
    }
};

QTEST_GUILESS_MAIN(WinogradTest)
#include "winograd_test.moc"
