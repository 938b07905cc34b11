// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/convolution.hpp"
#include "core/tensor/elementwise.hpp"
#include "core/tensor/inner_product.hpp"
#include "placed.hpp"

#include <QTest>

#include <cmath>
#include <limits>

using namespace netwright;
using namespace netwright::tests;
using tensor::Layout;
using tensor::Shape;

namespace {
double largestDifference(const std::vector<float>& a, const std::vector<double>& b)
{
    double largest = a.size() == b.size() ? 0 : 1e30;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
    return largest;
}

/// A row of `shape`'s innermost axis and where it begins, by the outer indices.
std::size_t at(const Shape& shape, std::initializer_list<std::int64_t> indices)
{
    std::int64_t offset = 0;
    std::size_t axis = 0;
    for (const auto index : indices)
        offset = offset * shape[axis++] + index;
    return static_cast<std::size_t>(offset);
}

std::vector<double> naiveConvolution(const tensor::ConvolutionOptions& options, const Shape& kernelShape,
                                     const std::vector<float>& input, const std::vector<float>& kernel,
                                     const std::vector<float>& bias)
{
    const auto& [size, stride, begin, end] = options.window;
    const auto& in = options.input;
    const auto& out = options.output;
    std::vector<double> result(static_cast<std::size_t>(out.elements()));
    for (std::int64_t n = 0; n < out[0]; ++n)
        for (std::int64_t f = 0; f < out[1]; ++f)
            for (std::int64_t i = 0; i < out[2]; ++i)
                for (std::int64_t j = 0; j < out[3]; ++j) {
                    double sum = bias.empty() ? 0 : static_cast<double>(bias[static_cast<std::size_t>(f)]);
                    for (std::int64_t c = 0; c < in[1]; ++c)
                        for (std::int64_t u = 0; u < size[0]; ++u)
                            for (std::int64_t v = 0; v < size[1]; ++v) {
                                const auto y = i * stride[0] + u - begin[0];
                                const auto x = j * stride[1] + v - begin[1];
                                if (y >= 0 && y < in[2] && x >= 0 && x < in[3])
                                    sum += static_cast<double>(input[at(in, { n, c, y, x })])
                                        * static_cast<double>(kernel[at(kernelShape, { f, c, u, v })]);
                            }
                    result[at(out, { n, f, i, j })] = options.hasRelu ? std::max(sum, 0.0) : sum;
                }
    return result;
}
} // namespace

class PrimitivesTest : public QObject {
    Q_OBJECT

private slots:
    void denseIsTheNaiveSum_data()
    {
        QTest::addColumn<bool>("hasBias");
        QTest::addColumn<bool>("hasRelu");
        QTest::addColumn<bool>("isTraining");
        QTest::newRow("plain") << false << false << false;
        QTest::newRow("bias and relu") << true << true << false;
        QTest::newRow("in training") << true << true << true;
    }
    void denseIsTheNaiveSum()
    {
        QFETCH(bool, hasBias);
        QFETCH(bool, hasRelu);
        QFETCH(bool, isTraining);
        constexpr std::int64_t kRows = 5;
        constexpr std::int64_t kInputs = 37;
        constexpr std::int64_t kOutputs = 19;
        const auto product = tensor::innerProduct({ .batch = kRows,
                                                    .inputs = kInputs,
                                                    .outputs = kOutputs,
                                                    .hasBias = hasBias,
                                                    .hasRelu = hasRelu,
                                                    .isTraining = isTraining });
        QVERIFY(product.has_value());
        const auto x = randomNumbers(kRows * kInputs, 1);
        const auto w = randomNumbers(kOutputs * kInputs, 2);
        const auto b = randomNumbers(kOutputs, 3);
        Placed placed;
        const auto y = placed.buffer(product->output());
        placed.run(product->forward(placed.holding(product->input(), x),
                                    placed.holding(product->forwardKernel(), w),
                                    hasBias ? placed.holding(product->bias(), b) : tensor::Buffer(), y));
        std::vector<double> expected;
        for (std::size_t n = 0; n < kRows; ++n)
            for (std::size_t o = 0; o < kOutputs; ++o) {
                double sum = hasBias ? static_cast<double>(b[o]) : 0;
                for (std::size_t i = 0; i < kInputs; ++i)
                    sum += static_cast<double>(x[n * kInputs + i]) * static_cast<double>(w[o * kInputs + i]);
                expected.push_back(hasRelu ? std::max(sum, 0.0) : sum);
            }
        QVERIFY(largestDifference(Placed::plainOf(y), expected) < 1e-5);
    }

    void convolutionIsTheNaiveSum_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("filters");
        QTest::addColumn<int>("stride");
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::addColumn<bool>("isTraining");
        QTest::newRow("one channel") << 1 << 32 << 1 << 0 << 0 << true;
        QTest::newRow("odd channels") << 3 << 5 << 1 << 1 << 1 << false;
        QTest::newRow("strided") << 16 << 32 << 2 << 1 << 1 << true;
        QTest::newRow("more padding at the end") << 4 << 7 << 2 << 0 << 1 << true;
    }
    void convolutionIsTheNaiveSum()
    {
        QFETCH(int, channels);
        QFETCH(int, filters);
        QFETCH(int, stride);
        QFETCH(int, begin);
        QFETCH(int, end);
        QFETCH(bool, isTraining);
        const std::int64_t height = (9 + begin + end - 3) / stride + 1;
        const std::int64_t width = (11 + begin + end - 2) / stride + 1;
        const tensor::ConvolutionOptions options { .input = { 2, channels, 9, 11 },
                                                   .output = { 2, filters, height, width },
                                                   .window = { .size = { 3, 2 },
                                                               .stride = { stride, stride },
                                                               .paddingBegin = { begin, begin },
                                                               .paddingEnd = { end, end } },
                                                   .hasRelu = true,
                                                   .isTraining = isTraining };
        const auto convolution = tensor::convolution(options);
        QVERIFY2(convolution.has_value(), convolution ? "" : convolution.error().text().c_str());
        const Shape kernelShape { filters, channels, 3, 2 };
        const auto x = randomNumbers(options.input.elements(), 1);
        const auto w = randomNumbers(kernelShape.elements(), 2);
        const auto b = randomNumbers(filters, 3);
        Placed placed;
        const auto y = placed.buffer(convolution->output());
        placed.run(convolution->forward(placed.holding(convolution->input(), x),
                                        placed.holding(convolution->forwardKernel(), w),
                                        placed.holding(convolution->bias(), b), y));
        QVERIFY(largestDifference(Placed::plainOf(y), naiveConvolution(options, kernelShape, x, w, b))
                < 1e-4);
    }

    /// Where forward's layouts leave oneDNN but plain loops, backward takes another.
    void gradientOfAnImageOfFewChannelsIsFast_data()
    {
        QTest::addColumn<int>("channels");
        for (const int channels : { 1, 2, 3, 16, 17, 64 })
            QTest::addRow("%d", channels) << channels;
    }
    void gradientOfAnImageOfFewChannelsIsFast()
    {
        QFETCH(int, channels);
        const tensor::ConvolutionOptions options {
            .input = { 2, channels, 28, 28 },
            .output = { 2, 64, 14, 14 },
            .window
            = { .size = { 4, 4 }, .stride = { 2, 2 }, .paddingBegin = { 1, 1 }, .paddingEnd = { 1, 1 } },
            .isTraining = true,
            .hasInputGradient = true
        };
        const auto convolution = tensor::convolution(options);
        QVERIFY(convolution.has_value());
        const auto operation = convolution->backwardInput(tensor::Buffer(convolution->output()),
                                                          tensor::Buffer(convolution->backwardKernel()),
                                                          tensor::Buffer(convolution->input()));
        QVERIFY2(!operation.implementation.starts_with("ref"), operation.implementation.c_str());
    }

    void gradientOfTheWeightsOfFewChannelsIsFast_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("filters");
        for (const int channels : { 1, 3, 6, 16, 17 }) {
            for (const int filters : { 6, 16, 64 })
                QTest::addRow("%d to %d", channels, filters) << channels << filters;
        }
    }
    void gradientOfTheWeightsOfFewChannelsIsFast()
    {
        QFETCH(int, channels);
        QFETCH(int, filters);
        const auto convolution = tensor::convolution({ .input = { 2, channels, 14, 14 },
                                                       .output = { 2, filters, 10, 10 },
                                                       .window = { .size = { 5, 5 } },
                                                       .isTraining = true,
                                                       .hasInputGradient = true });
        QVERIFY(convolution.has_value());
        const auto operation = convolution->backwardWeights(
            tensor::Buffer(convolution->input()), tensor::Buffer(convolution->output()),
            tensor::Buffer(convolution->kernel()), tensor::Buffer(convolution->bias()));
        QVERIFY2(!operation.implementation.starts_with("ref"), operation.implementation.c_str());
    }

    void impossibleSizesAreAnErrorNotAnException()
    {
        const auto convolution = tensor::convolution(
            { .input = { 1, 1, 3, 3 }, .output = { 1, 1, 7, 7 }, .window = { .size = { 5, 5 } } });
        QVERIFY(!convolution);
        QVERIFY(convolution.error().message.find("oneDNN cannot run this convolution") == 0);
    }

    void reluKeepsNaN()
    {
        Placed placed;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const auto x = placed.holding(Layout::plain({ 4 }), { -1, 0, 2, nan });
        const auto y = placed.buffer(x.layout());
        placed.run(tensor::reluForward(x, y));
        QCOMPARE(y.data<float>()[0], 0.F);
        QCOMPARE(y.data<float>()[2], 2.F);
        QVERIFY(std::isnan(y.data<float>()[3]));
    }

    void longLoopsReachEveryNumber()
    {
        constexpr std::int64_t kCount = 100003;
        Placed placed;
        const auto numbers = randomNumbers(kCount, 1);
        const auto a = placed.holding(Layout::plain({ kCount }), numbers);
        const auto b = placed.holding(Layout::plain({ kCount }), numbers);
        placed.run(tensor::add("sum", a, b));
        const auto c = placed.buffer(Layout::plain({ kCount }));
        placed.run(tensor::reluBackward(b, a, c));
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QCOMPARE(c.data<float>()[i], numbers[i] > 0 ? 2 * numbers[i] : 0.F);
    }
};

QTEST_GUILESS_MAIN(PrimitivesTest)
#include "primitives_test.moc"
