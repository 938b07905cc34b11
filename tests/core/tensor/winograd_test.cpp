// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/winograd.hpp"
#include "placed.hpp"

#include <QTest>

#include <omp.h>

#include <array>
#include <cmath>
#include <limits>

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
using Pair = std::array<std::int64_t, 2>;

ConvolutionOptions optionsOf(std::int64_t channels, std::int64_t filters, const Pair& size, const Pair& begin,
                             const Pair& end)
{
    const auto length = [&](std::size_t axis) { return size[axis] + begin[axis] + end[axis] - kKernel + 1; };
    return { .input = { 2, channels, size[0], size[1] },
             .output = { 2, filters, length(0), length(1) },
             .window
             = { .size = { kKernel, kKernel }, .stride = { 1, 1 }, .paddingBegin = begin, .paddingEnd = end },
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

/// Images in blocks, of either type.
Buffer holding(Placed& placed, const Layout& layout, const std::vector<float>& numbers)
{
    const auto exact = placed.holding(inBlocks(layout.sizes()), numbers);
    if (layout.type() == ElementType::Float32)
        return exact;
    const auto rounded = placed.buffer(layout);
    placed.run(*tensor::reorder("rounding", exact, rounded));
    return rounded;
}

std::vector<float> numbersIn(Placed& placed, const Buffer& images)
{
    if (images.layout().type() == ElementType::Float32)
        return Placed::plainOf(images);
    const auto exact = placed.buffer(inBlocks(images.layout().sizes()));
    placed.run(*tensor::reorder("widening", images, exact));
    return Placed::plainOf(exact);
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
/// A unit in the last of the eight bits that come in and go out.
constexpr double kCloseRounded = 4e-3;

/// Of all three passes of a convolution.
struct Results {
    std::vector<float> output = {};
    std::vector<float> inputGradient = {};
    std::vector<float> kernelGradient = {};
    std::vector<float> biasGradient = {};

    bool operator==(const Results&) const = default;
};

struct Numbers {
    std::vector<float> x;
    std::vector<float> dy;
    std::vector<float> w;
    std::vector<float> b;

    explicit Numbers(const ConvolutionOptions& options)
        : x(randomNumbers(options.input.elements(), 1))
        , dy(randomNumbers(options.output.elements(), 2))
        , w(randomNumbers(kernelShape(options).elements(), 3))
        , b(randomNumbers(options.output[1], 4))
    {
    }
};

/// Twice, since sums must begin anew.
void runTwice(Placed& placed, const tensor::Operation& operation)
{
    placed.run(operation);
    placed.run(operation);
}

Results computed(const ConvolutionOptions& options, ElementType type)
{
    const Numbers numbers(options);
    const auto input = inBlocks(options.input, type);
    const auto output = inBlocks(options.output, type);
    Placed placed;
    const auto x = holding(placed, input, numbers.x);
    const auto dy = holding(placed, output, numbers.dy);
    const auto y = placed.buffer(output);
    const auto dx = placed.buffer(input);
    const auto db = placed.buffer(Layout::plain({ options.output[1] }));
    const auto forward = tensor::winograd::forward(options, input, output);
    const auto byInput = tensor::winograd::backwardInput(options, input, output);
    const auto byWeights = tensor::winograd::backwardWeights(options, input, output);
    if (!forward || !byInput || !byWeights)
        return {};
    const auto dw = placed.buffer(byWeights.layoutOf(DNNL_ARG_DIFF_WEIGHTS));
    const auto kernelFor = [&](const tensor::onednn::Pass& pass) {
        return placed.holding(pass.layoutOf(DNNL_ARG_WEIGHTS), numbers.w);
    };
    using tensor::onednn::operation;
    runTwice(placed,
             operation(forward,
                       { .name = "forward",
                         .reads = { { DNNL_ARG_SRC, x },
                                    { DNNL_ARG_WEIGHTS, kernelFor(forward) },
                                    { DNNL_ARG_BIAS, placed.holding(db.layout(), numbers.b) } },
                         .writes = { { DNNL_ARG_DST, y } } }));
    runTwice(placed,
             operation(byInput,
                       { .name = "by input",
                         .reads = { { DNNL_ARG_DIFF_DST, dy }, { DNNL_ARG_WEIGHTS, kernelFor(byInput) } },
                         .writes = { { DNNL_ARG_DIFF_SRC, dx } } }));
    runTwice(placed,
             operation(byWeights,
                       { .name = "by weights",
                         .reads = { { DNNL_ARG_SRC, x }, { DNNL_ARG_DIFF_DST, dy } },
                         .writes = { { DNNL_ARG_DIFF_WEIGHTS, dw }, { DNNL_ARG_DIFF_BIAS, db } } }));
    return { .output = numbersIn(placed, y),
             .inputGradient = numbersIn(placed, dx),
             .kernelGradient = Placed::plainOf(dw),
             .biasGradient = Placed::plainOf(db) };
}
} // namespace

class WinogradTest : public QObject {
    Q_OBJECT

private slots:
    void everyPassIsTheNaiveSum_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("filters");
        QTest::addColumn<Pair>("size");
        QTest::addColumn<Pair>("begin");
        QTest::addColumn<Pair>("end");
        QTest::newRow("whole tiles") << 16 << 16 << Pair { 8, 12 } << Pair { 1, 1 } << Pair { 1, 1 };
        QTest::newRow("tiles cut off") << 16 << 32 << Pair { 7, 9 } << Pair { 1, 1 } << Pair { 1, 1 };
        QTest::newRow("no padding") << 32 << 16 << Pair { 9, 6 } << Pair { 0, 0 } << Pair { 0, 0 };
        QTest::newRow("padding above and right")
            << 16 << 16 << Pair { 6, 7 } << Pair { 1, 0 } << Pair { 0, 1 };
        QTest::newRow("much padding") << 16 << 16 << Pair { 5, 5 } << Pair { 3, 4 } << Pair { 3, 2 };
        QTest::newRow("one output") << 16 << 48 << Pair { 3, 3 } << Pair { 0, 0 } << Pair { 0, 0 };
        QTest::newRow("smaller than a tile") << 16 << 48 << Pair { 2, 3 } << Pair { 1, 1 } << Pair { 1, 1 };
        QTest::newRow("more than a panel of channels")
            << 80 << 96 << Pair { 6, 5 } << Pair { 1, 1 } << Pair { 0, 0 };
        QTest::newRow("more tiles than are kept at a time")
            << 64 << 64 << Pair { 30, 34 } << Pair { 1, 1 } << Pair { 1, 1 };
    }
    void everyPassIsTheNaiveSum()
    {
        QFETCH(int, channels);
        QFETCH(int, filters);
        QFETCH(Pair, size);
        QFETCH(Pair, begin);
        QFETCH(Pair, end);
        auto options = optionsOf(channels, filters, size, begin, end);
        const Numbers numbers(options);
        const auto zeros = [](const std::vector<float>& like) { return std::vector<double>(like.size()); };
        auto y = zeros(numbers.dy);
        auto dx = zeros(numbers.x);
        auto dw = zeros(numbers.w);
        auto db = zeros(numbers.b);
        const auto area = static_cast<std::size_t>(options.output[2] * options.output[3]);
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] = static_cast<double>(numbers.b[i / area % db.size()]);
            db[i / area % db.size()] += static_cast<double>(numbers.dy[i]);
        }
        forEachProduct(options, [&](std::size_t to, std::size_t from, std::size_t weight) {
            const auto dyTo = static_cast<double>(numbers.dy[to]);
            y[to] += static_cast<double>(numbers.x[from]) * static_cast<double>(numbers.w[weight]);
            dx[from] += dyTo * static_cast<double>(numbers.w[weight]);
            dw[weight] += dyTo * static_cast<double>(numbers.x[from]);
        });
        for (const auto type : { ElementType::Float32, ElementType::BFloat16 }) {
            const double close = type == ElementType::Float32 ? kClose : kCloseRounded;
            const auto received = computed(options, type);
            QVERIFY(distance(received.output, y) < close);
            QVERIFY(distance(received.inputGradient, dx) < close);
            QVERIFY(distance(received.kernelGradient, dw) < 5 * close); // the terms nearly cancel
            QVERIFY(distance(received.biasGradient, db) < close);
        }
        for (auto& value : y)
            value = std::max(value, 0.0);
        options.hasRelu = true;
        QVERIFY(distance(computed(options, ElementType::Float32).output, y) < kClose);
    }

    void theBitsDoNotDependOnTheNumberOfThreads()
    {
        const auto options = optionsOf(16, 32, { 60, 64 }, { 1, 1 }, { 1, 1 });
        const int before = omp_get_max_threads();
        omp_set_num_threads(1);
        const auto alone = computed(options, ElementType::Float32);
        omp_set_num_threads(3);
        const auto together = computed(options, ElementType::Float32);
        omp_set_num_threads(before);
        QVERIFY(alone == together);
    }

    void reluKeepsNaN()
    {
        auto options = optionsOf(16, 16, { 4, 4 }, { 1, 1 }, { 1, 1 });
        options.hasRelu = true;
        auto x = randomNumbers(options.input.elements(), 1);
        x[0] = std::numeric_limits<float>::quiet_NaN();
        const auto layout = inBlocks(options.input);
        const auto pass = tensor::winograd::forward(options, layout, layout);
        Placed placed;
        const auto w = randomNumbers(kernelShape(options).elements(), 2);
        const auto y = placed.buffer(layout);
        placed.run(tensor::onednn::operation(
            pass,
            { .name = "forward",
              .reads = { { DNNL_ARG_SRC, placed.holding(layout, x) },
                         { DNNL_ARG_WEIGHTS, placed.holding(pass.layoutOf(DNNL_ARG_WEIGHTS), w) } },
              .writes = { { DNNL_ARG_DST, y } } }));
        QVERIFY(std::isnan(Placed::plainOf(y)[0]));
    }

    void otherConvolutionsAreLeftAlone_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("filters");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<bool>("isInputInBlocks");
        QTest::addColumn<bool>("isOutputRounded");
        QTest::newRow("blocks that channels do not fill") << 20 << 16 << 3 << 1 << true << false;
        QTest::newRow("blocks that filters do not fill") << 16 << 20 << 3 << 1 << true << false;
        QTest::newRow("another kernel") << 16 << 16 << 5 << 1 << true << false;
        QTest::newRow("strides") << 16 << 16 << 3 << 2 << true << false;
        QTest::newRow("plain images") << 16 << 16 << 3 << 1 << false << false;
        QTest::newRow("two types") << 16 << 16 << 3 << 1 << true << true;
    }
    void otherConvolutionsAreLeftAlone()
    {
        QFETCH(int, channels);
        QFETCH(int, filters);
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(bool, isInputInBlocks);
        QFETCH(bool, isOutputRounded);
        const std::int64_t size = (9 - kernel) / stride + 1;
        const ConvolutionOptions options { .input = { 1, channels, 9, 9 },
                                           .output = { 1, filters, size, size },
                                           .window
                                           = { .size = { kernel, kernel }, .stride = { stride, stride } } };
        const auto input = isInputInBlocks ? inBlocks(options.input) : Layout::plain(options.input);
        const auto output
            = inBlocks(options.output, isOutputRounded ? ElementType::BFloat16 : ElementType::Float32);
        QVERIFY(!tensor::winograd::forward(options, input, output));
        QVERIFY(!tensor::winograd::backwardInput(options, input, output));
        QVERIFY(!tensor::winograd::backwardWeights(options, input, output));
    }
};

QTEST_GUILESS_MAIN(WinogradTest)
#include "winograd_test.moc"
