// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <vector>

using namespace netwright;

namespace {
using Words = std::array<std::uint32_t, 4>;

std::vector<std::int64_t> shuffled(std::size_t size, std::uint64_t seed, std::uint64_t stream)
{
    std::vector<std::int64_t> values(size);
    std::iota(values.begin(), values.end(), 0);
    shuffle(values, seed, stream);
    return values;
}
} // namespace

class RandomTest : public QObject {
    Q_OBJECT

private slots:
    /// The known answers that come with Random123 (philox4x32, 10 rounds).
    void blocksAreThoseOfThePaper_data()
    {
        QTest::addColumn<quint64>("index");
        QTest::addColumn<quint64>("stream");
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<Words>("expected");
        QTest::newRow("zeros") << 0ULL << 0ULL << 0ULL
                               << Words { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 };
        QTest::newRow("ones") << ~0ULL << ~0ULL << ~0ULL
                              << Words { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd };
        QTest::newRow("pi") << 0x85a308d3243f6a88ULL << 0x0370734413198a2eULL << 0x299f31d0a4093822ULL
                            << Words { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 };
    }

    void blocksAreThoseOfThePaper()
    {
        QFETCH(quint64, index);
        QFETCH(quint64, stream);
        QFETCH(quint64, seed);
        QFETCH(Words, expected);
        QVERIFY(Random(seed, stream).block(index) == expected);
    }

    void uniformNumbersFillTheUnitInterval()
    {
        const Random random(1, 2);
        constexpr int kDraws = 100'000;
        double sum = 0;
        double squares = 0;
        float largest = 0;
        for (int i = 0; i < kDraws; ++i) {
            const auto draw = random.uniform(static_cast<std::uint64_t>(i));
            QVERIFY(draw >= 0 && draw < 1);
            sum += draw;
            squares += double { draw } * draw;
            largest = std::max(largest, draw);
        }
        const auto mean = sum / kDraws;
        QVERIFY2(std::abs(mean - 0.5) < 0.005, qPrintable(QString::number(mean)));
        QVERIFY(std::abs(squares / kDraws - mean * mean - 1.0 / 12) < 0.002);
        QVERIFY(largest > 0.999F);
    }

    void boundedNumbersAreSpreadEvenly()
    {
        const Random random(7, 1);
        std::array<int, 10> counts {};
        for (std::uint64_t i = 0; i < 50'000; ++i)
            ++counts.at(random.below(10, i));
        for (const int count : counts)
            QVERIFY2(std::abs(count - 5000) < 350,
                     qPrintable(QString::number(count))); // five standard deviations
    }

    void seedsAndStreamsGiveOtherNumbers()
    {
        QVERIFY(Random(1, 1).block(0) != Random(2, 1).block(0));
        QVERIFY(Random(1, 1).block(0) != Random(1, 2).block(0));
        QVERIFY(Random(1, 1).block(0) != Random(1, 1).block(1));
        QVERIFY(Random(1ULL << 40, 1).block(0) != Random(0, 1).block(0));
    }

    void aShuffleIsAPermutationThatDependsOnSeedAndStreamAlone()
    {
        const auto values = shuffled(1000, 3, 4);
        QVERIFY(values == shuffled(1000, 3, 4));
        QVERIFY(values != shuffled(1000, 3, 5));
        QVERIFY(values != shuffled(1000, 4, 4));
        auto sorted = values;
        std::ranges::sort(sorted);
        std::vector<std::int64_t> all(1000);
        std::iota(all.begin(), all.end(), 0);
        QVERIFY(sorted == all);
        QVERIFY(values != all);
    }

    void everyValueReachesEveryPlace()
    {
        std::array<std::array<int, 4>, 4> counts {};
        for (std::uint64_t seed = 0; seed < 4000; ++seed) {
            const auto values = shuffled(4, seed, 1);
            for (std::size_t place = 0; place < 4; ++place)
                ++counts.at(place).at(static_cast<std::size_t>(values[place]));
        }
        for (const auto& row : counts) {
            for (const int count : row)
                QVERIFY2(std::abs(count - 1000) < 140, qPrintable(QString::number(count)));
        }
    }

    void nothingAndOneAreShuffledToThemselves()
    {
        QVERIFY(shuffled(0, 1, 1).empty());
        QVERIFY(shuffled(1, 1, 1) == std::vector<std::int64_t> { 0 });
    }
};

QTEST_GUILESS_MAIN(RandomTest)
#include "random_test.moc"
