// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/bfloat16.hpp"
#include "core/tensor/elementwise.hpp"
#include "core/tensor/normalisation_loops.hpp"
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
        placed.run(*reorder("rounding", from, to));
        for (std::size_t i = 0; i < numbers.size(); ++i)
            QCOMPARE(rounded<BFloat16>(numbers[i]), to.data<BFloat16>()[i]);
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
