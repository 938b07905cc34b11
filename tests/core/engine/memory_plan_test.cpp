// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"
#include "core/engine/aligned_block.hpp"
#include "core/engine/memory_plan.hpp"

#include <QTest>

#include <algorithm>

using namespace netwright;
using engine::Lifetime;

namespace {
std::vector<Lifetime> randomLifetimes(std::uint64_t seed, std::size_t count)
{
    const Random random(seed, 0);
    std::vector<Lifetime> lifetimes;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto first = static_cast<std::size_t>(random.below(100, 3 * i));
        lifetimes.push_back({ .storage = std::make_shared<tensor::Storage>(
                                  tensor::Storage { .bytes = 1 + random.below(10000, 3 * i + 1) }),
                              .first = first,
                              .last = first + random.below(20, 3 * i + 2) });
    }
    return lifetimes;
}

bool overlaps(const Lifetime& a, const Lifetime& b)
{
    return a.first <= b.last && b.first <= a.last && a.offset < b.offset + b.storage->bytes
        && b.offset < a.offset + a.storage->bytes;
}

tensor::Buffer bufferOf(std::int64_t floats) { return tensor::Buffer(tensor::Layout::plain({ floats })); }
} // namespace

class MemoryPlanTest : public QObject {
    Q_OBJECT

private slots:
    void buffersThatLiveTogetherNeverOverlap()
    {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            auto lifetimes = randomLifetimes(seed, 150);
            const auto bytes = engine::assignOffsets(lifetimes);
            for (std::size_t i = 0; i < lifetimes.size(); ++i) {
                QVERIFY(lifetimes[i].offset + lifetimes[i].storage->bytes <= bytes);
                QCOMPARE(lifetimes[i].offset % engine::kAlignment, std::size_t { 0 });
                for (std::size_t j = 0; j < i; ++j)
                    QVERIFY(!overlaps(lifetimes[i], lifetimes[j]));
            }
        }
    }

    void memoryIsUsedAgain()
    {
        auto lifetimes = randomLifetimes(1, 150);
        std::size_t sum = 0;
        for (const auto& lifetime : lifetimes)
            sum += lifetime.storage->bytes;
        QVERIFY(engine::assignOffsets(lifetimes) < sum / 3);
    }

    void aLifetimeReachesFromTheFirstUseToTheLast()
    {
        const auto a = bufferOf(4);
        const auto b = bufferOf(4);
        const tensor::Operation first { .name = "first", .implementation = "", .writes = { a }, .run = {} };
        const tensor::Operation second {
            .name = "second", .implementation = "", .reads = { a }, .writes = { b }, .run = {}
        };
        const tensor::Operation third = { .name = "third",
                                          .implementation = "",
                                          .reads = { a.viewedAs(tensor::Layout::plain({ 2, 2 })) },
                                          .run = {} };
        const auto lifetimes = engine::lifetimesOf({ &first, &second, &third });
        QCOMPARE(lifetimes.size(), std::size_t { 2 });
        QCOMPARE(lifetimes[0].first, std::size_t { 0 });
        QCOMPARE(lifetimes[0].last, std::size_t { 2 });
        QCOMPARE(lifetimes[1].first, std::size_t { 1 });
        QCOMPARE(lifetimes[1].last, std::size_t { 1 });
    }

    void whatAnElementwiseOperationMakesTakesOverWhatNobodyReadsAfterIt_data()
    {
        QTest::addColumn<bool>("isElementwise");
        QTest::addColumn<bool>("isReadLater");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("lifetimes");
        QTest::newRow("taken over") << true << false << 4 << 1;
        QTest::newRow("another operation") << false << false << 4 << 2;
        QTest::newRow("read later") << true << true << 4 << 2;
        QTest::newRow("another size") << true << false << 2 << 2;
    }
    void whatAnElementwiseOperationMakesTakesOverWhatNobodyReadsAfterIt()
    {
        QFETCH(bool, isElementwise);
        QFETCH(bool, isReadLater);
        QFETCH(int, size);
        QFETCH(int, lifetimes);
        const auto a = bufferOf(4);
        const auto b = bufferOf(static_cast<std::size_t>(size));
        const tensor::Operation first { .name = "first", .implementation = "", .writes = { a }, .run = {} };
        const tensor::Operation second { .name = "second",
                                         .implementation = "",
                                         .reads = { a },
                                         .writes = { b },
                                         .run = {},
                                         .isElementwise = isElementwise };
        const tensor::Operation third {
            .name = "third", .implementation = "", .reads = { isReadLater ? a : b }, .run = {}
        };
        const auto made = engine::lifetimesOf({ &first, &second, &third });
        QCOMPARE(static_cast<int>(made.size()), lifetimes);
        QCOMPARE(made[0].last, std::size_t { lifetimes == 1 || isReadLater ? 2U : 1U });
        QCOMPARE(made[0].heirs.size(), std::size_t { lifetimes == 1 ? 1U : 0U });
    }

    void twoResultsOfAnOperationNeverTakeOverTheSameMemory()
    {
        const auto a = bufferOf(4);
        const auto unread = bufferOf(4);
        const auto b = bufferOf(4);
        const tensor::Operation first { .name = "first", .implementation = "", .writes = { a }, .run = {} };
        const tensor::Operation second { .name = "second",
                                         .implementation = "",
                                         .reads = { a },
                                         .writes = { unread, b },
                                         .run = {},
                                         .isElementwise = true };
        const tensor::Operation third { .name = "third", .implementation = "", .reads = { b }, .run = {} };
        const auto lifetimes = engine::lifetimesOf({ &first, &second, &third });
        QCOMPARE(lifetimes.size(), std::size_t { 2 });
        QCOMPARE(lifetimes[0].heirs.size(), std::size_t { 1 });
        QVERIFY(lifetimes[0].heirs[0] == b.storage());
    }

    void persistentAndPlacedMemoryIsLeftAlone()
    {
        const auto kept = bufferOf(4);
        kept.storage()->isPersistent = true;
        std::byte place {};
        const auto placed = bufferOf(4);
        placed.storage()->data = &place;
        const tensor::Operation operation {
            .name = "", .implementation = "", .reads = { kept }, .writes = { placed }, .run = {}
        };
        QVERIFY(engine::lifetimesOf({ &operation }).empty());
    }
};

QTEST_GUILESS_MAIN(MemoryPlanTest)
#include "memory_plan_test.moc"
