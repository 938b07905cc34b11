// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/bfloat16.hpp"
#include "core/tensor/elementwise.hpp"
#include "core/tensor/freedom.hpp"
#include "core/tensor/image_copies.hpp"
#include "core/tensor/normalisation_loops.hpp"
#include "core/tensor/pooling.hpp"
#include "placed.hpp"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

using namespace netwright::tensor;
using namespace netwright::tests;

namespace {
using Limits = std::numeric_limits<float>;

std::vector<BFloat16> roundedAll(const std::vector<float>& numbers)
{
    std::vector<BFloat16> all;
    for (const float number : numbers)
        all.push_back(rounded<BFloat16>(number));
    return all;
}

template <class T> std::vector<float> widened(const std::vector<T>& numbers)
{
    std::vector<float> all;
    for (const auto number : numbers)
        all.push_back(toFloat(number));
    return all;
}

/// Of two lists of numbers, relative to the second.
double distance(const std::vector<float>& numbers, const std::vector<float>& expected)
{
    double apart = 0;
    double all = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        apart += std::pow(static_cast<double>(numbers[i] - expected[i]), 2);
        all += std::pow(static_cast<double>(expected[i]), 2);
    }
    return std::sqrt(apart / all);
}

/// What the four loops of a batch normalisation make of one block.
template <class T> struct Block {
    std::vector<T> x;
    std::vector<T> dy;
    std::int64_t width;
    std::vector<float> lanes; ///< mean, factor, shift, mean of dy, slope
    std::vector<float> sums; ///< mean, squares, sum, product
    std::vector<T> y { x };
    std::vector<T> dx { x };

    void run(ElementType type)
    {
        const auto count = static_cast<std::int64_t>(x.size());
        const auto area = count / width;
        const auto kernel = normalisation::kernelFor(Layout::plain({ count }, type), true);
        const auto row
            = [this](std::vector<float>& rows, std::int64_t index) { return rows.data() + index * width; };
        lanes = randomNumbers(5 * width, 3);
        sums.resize(static_cast<std::size_t>(4 * width));
        const normalisation::Lanes all { row(lanes, 0), row(lanes, 1), row(lanes, 2) };
        kernel.measure(x.data(), area, width, row(sums, 0), row(sums, 1));
        kernel.normalise(all, x.data(), y.data(), area, width);
        kernel.collect(all, x.data(), dy.data(), area, width, row(sums, 2), row(sums, 3));
        kernel.spread(all, row(lanes, 3), row(lanes, 4), x.data(), dy.data(), dx.data(), area, width);
    }
};

struct Pooled {
    std::vector<float> output;
    std::vector<float> gradient; ///< of the input, where that of the output is the output
};

/// Windows of 2 x 2 over images of 6 x 6.
Pooled pooled(const std::vector<float>& numbers, PoolingKind kind, ElementType type)
{
    using Tag = dnnl::memory::format_tag;
    Placed placed;
    const auto rounding = [&](const Buffer& from, const Layout& layout) {
        const auto to = placed.buffer(layout);
        placed.run(*reorder("conversion", from, to));
        return to;
    };
    const Shape sizes { 2, 16, 6, 6 };
    const auto plain = placed.holding(Layout::plain(sizes), numbers);
    const auto input = rounding(plain, Layout::tagged(sizes, Tag::nChw16c, type));
    const auto pooling = Pooling::create({ .input = input.layout(),
                                           .output = { 2, 16, 3, 3 },
                                           .window = { .size = { 2, 2 }, .stride = { 2, 2 } },
                                           .kind = kind,
                                           .isTraining = true });
    const auto output = placed.buffer(pooling->output());
    const auto kept = pooling->workspace();
    const auto workspace = kept.isEmpty() ? Buffer() : placed.buffer(kept);
    placed.run(pooling->forward(input, output, workspace));
    const auto gradient = placed.buffer(input.layout());
    placed.run(pooling->backward(output, workspace, gradient));
    const auto read = [&](const Buffer& buffer) {
        return Placed::plainOf(rounding(buffer, Layout::plain(buffer.layout().sizes())));
    };
    return { read(output), read(gradient) };
}
} // namespace

class BFloat16Test : public QObject {
    Q_OBJECT

private slots:
    void numbersAreRoundedAsOneDnnDoes()
    {
        auto numbers = randomNumbers(1000, 1);
        for (const float special : { 0.F, -0.F, 1.F, 1.00390625F, 1.01171875F, Limits::infinity(),
                                     Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min() })
            numbers.push_back(special);
        Placed placed;
        const auto count = static_cast<std::int64_t>(numbers.size());
        const auto from = placed.holding(Layout::plain({ count }), numbers);
        const auto to = placed.buffer(Layout::plain({ count }, ElementType::BFloat16));
        const auto rounding = reorder("rounding", from, to);
        if (!rounding && !hasBFloat16())
            QSKIP("oneDNN does not round on this processor");
        QVERIFY(rounding);
        placed.run(*rounding);
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QCOMPARE(toFloat(rounded<BFloat16>(numbers[i])), toFloat(to.data<BFloat16>()[i])); // -0 may be 0
    }

    void notANumberStaysSo()
    {
        QVERIFY(std::isnan(toFloat(rounded<BFloat16>(Limits::quiet_NaN()))));
        QVERIFY(std::isnan(toFloat(rounded<BFloat16>(-Limits::quiet_NaN()))));
        QVERIFY(std::isnan(toFloat(rounded<BFloat16>(Limits::infinity() - Limits::infinity()))));
    }

    void sumsAndMasksAreThoseOfFloatsRounded()
    {
        constexpr std::int64_t kCount = 70000; // more than one thread's share
        Placed placed;
        const auto holding = [&](std::uint64_t stream) {
            const auto buffer = placed.buffer(Layout::plain({ kCount }, ElementType::BFloat16));
            std::ranges::copy(roundedAll(randomNumbers(kCount, stream)), buffer.data<BFloat16>());
            return buffer;
        };
        const auto a = holding(1);
        const auto b = holding(2);
        const auto sum = holding(3);
        const auto left = holding(4);
        const auto right = holding(5);
        placed.run(addForward(a, b, sum, true));
        placed.run(addBackward(sum, a, left, right));
        placed.run(add("gradient sum", right, b));
        for (std::int64_t i = 0; i < kCount; ++i) {
            const auto at = [i](const Buffer& buffer) { return toFloat(buffer.data<BFloat16>()[i]); };
            const float whole = at(a) + at(b);
            QCOMPARE(at(sum), toFloat(rounded<BFloat16>(whole <= 0 ? 0 : whole)));
            QCOMPARE(at(left), at(sum) <= 0 ? 0 : at(a));
            QCOMPARE(at(right), toFloat(rounded<BFloat16>(at(left) + at(b))));
        }
    }

    void imagesAreCutAndPaddedAsTheyAre_data()
    {
        using Tag = dnnl::memory::format_tag;
        QTest::addColumn<int>("tag");
        QTest::newRow("plain") << static_cast<int>(Tag::nchw);
        QTest::newRow("in blocks") << static_cast<int>(Tag::nChw16c);
        QTest::newRow("channels last") << static_cast<int>(Tag::nhwc);
    }

    /// There and back: every second pixel of the first half of the channels comes back, the rest is zero.
    void imagesAreCutAndPaddedAsTheyAre()
    {
        QFETCH(int, tag);
        const auto layout = [tag](std::int64_t channels, std::int64_t size) {
            return Layout::tagged({ 2, channels, size, size }, static_cast<dnnl::memory::format_tag>(tag),
                                  ElementType::BFloat16);
        };
        Placed placed;
        const auto image = placed.buffer(layout(16, 6));
        const auto half = placed.buffer(layout(16, 3));
        const auto wide = placed.buffer(layout(32, 3));
        const auto narrow = placed.buffer(layout(16, 3));
        const auto back = placed.buffer(layout(16, 6));
        const auto numbers = roundedAll(randomNumbers(image.layout().sizes().elements(), 1));
        std::ranges::copy(numbers, image.data<BFloat16>());
        placed.run(subsampleForward(image, half, { 2, 2 }));
        placed.run(copyChannels("pad", half, wide));
        placed.run(copyChannels("cut", wide, narrow));
        placed.run(subsampleBackward(narrow, back, { 2, 2 }));
        const auto order = channelOrderOf(image.layout());
        std::int64_t kept = 0;
        for (std::int64_t i = 0; i < image.layout().sizes().elements(); ++i) {
            const auto pixel = i / order.width % order.area;
            const bool isKept = pixel / 6 % 2 == 0 && pixel % 2 == 0;
            kept += isKept ? 1 : 0;
            QCOMPARE(toFloat(back.data<BFloat16>()[i]),
                     isKept ? toFloat(numbers[static_cast<std::size_t>(i)]) : 0.F);
        }
        QCOMPARE(kept, 2 * 16 * 9);
    }

    void poolingReadsAndWritesIt_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("the largest") << static_cast<int>(PoolingKind::Max);
        QTest::newRow("the mean") << static_cast<int>(PoolingKind::Average);
    }

    void poolingReadsAndWritesIt()
    {
        QFETCH(int, kind);
        if (!hasBFloat16())
            QSKIP("this processor has no bfloat16");
        const auto numbers = widened(roundedAll(randomNumbers(2 * 16 * 6 * 6, 1)));
        const auto half = pooled(numbers, static_cast<PoolingKind>(kind), ElementType::BFloat16);
        const auto full = pooled(numbers, static_cast<PoolingKind>(kind), ElementType::Float32);
        QVERIFY(distance(half.output, full.output) < 4e-3);
        QVERIFY(distance(half.gradient, full.gradient) < 4e-3);
    }

    void normalisationReadsAndWritesItInEveryOrder_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : { 1, 8, 16, 24 }) // plain, in blocks, channels last
            QTest::addRow("%d", width) << width;
    }

    void normalisationReadsAndWritesItInEveryOrder()
    {
        QFETCH(int, width);
        constexpr std::int64_t kArea = 37;
        Block<BFloat16> half { .x = roundedAll(randomNumbers(kArea * width, 1)),
                               .dy = roundedAll(randomNumbers(kArea * width, 2)),
                               .width = width,
                               .lanes = {},
                               .sums = {} };
        Block<float> full {
            .x = widened(half.x), .dy = widened(half.dy), .width = width, .lanes = {}, .sums = {}
        };
        half.run(ElementType::BFloat16);
        full.run(ElementType::Float32);
        QVERIFY(distance(half.sums, full.sums) < 1e-6);
        QVERIFY(distance(widened(half.y), full.y) < 4e-3);
        QVERIFY(distance(widened(half.dx), full.dx) < 4e-3);
    }
};

QTEST_GUILESS_MAIN(BFloat16Test)
#include "bfloat16_test.moc"
