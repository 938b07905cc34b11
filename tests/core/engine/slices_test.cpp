// SPDX-License-Identifier: GPL-3.0-or-later
#include "networks.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace netwright;
using namespace netwright::tests;
using engine::Plan;

namespace {
constexpr int kClasses = 4;
const tensor::Shape kImage { 2, 10, 10 };

/// With a layer that looks at the whole batch, whose slices meet.
network::Network normalised()
{
    return chain({ { "input" },
                   conv(18),
                   { "batch_norm" },
                   { "relu" },
                   { "flatten" },
                   dense(9),
                   { "relu" },
                   dense(kClasses),
                   { "softmax_cross_entropy" } });
}

std::unique_ptr<Plan> compiled(const network::Network& network, const engine::PlanOptions& options)
{
    return filledPlan(network, signature(kImage, kClasses), options, kClasses);
}

std::vector<tensor::NamedTensor> trained(const engine::PlanOptions& options)
{
    const auto plan = compiled(normalised(), options);
    for (std::uint64_t step = 0; step < 3; ++step) {
        plan->run(options.batch, step);
        plan->update([](std::size_t, std::span<float> weights, std::span<const float> gradients) {
            for (std::size_t i = 0; i < weights.size(); ++i)
                weights[i] -= 0.1F * gradients[i];
        });
    }
    return plan->readParameters();
}

double largestDifference(const std::vector<tensor::NamedTensor>& a, const std::vector<tensor::NamedTensor>& b)
{
    double largest = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < a.size() && std::isfinite(largest); ++i)
        for (std::size_t j = 0; j < a[i].tensor.values.size(); ++j)
            largest = std::max(largest,
                               std::abs(static_cast<double>(a[i].tensor.values[j])
                                        - static_cast<double>(b[i].tensor.values[j])));
    return largest;
}
} // namespace

class SlicesTest : public QObject {
    Q_OBJECT

private slots:
    void theBitsAreTheSameOnAnyNumberOfThreads_data()
    {
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("slices");
        QTest::addColumn<int>("threads");
        for (const int threads : { 2, 3, 4 }) {
            QTest::addRow("equal slices, %d threads", threads) << 8 << 4 << threads;
            QTest::addRow("a shorter last slice, %d threads", threads) << 7 << 2 << threads;
            QTest::addRow("slices as the engine chooses, %d threads", threads) << 63 << 0 << threads;
            QTest::addRow("one row, %d threads", threads) << 1 << 0 << threads;
        }
    }
    void theBitsAreTheSameOnAnyNumberOfThreads()
    {
        QFETCH(int, batch);
        QFETCH(int, slices);
        QFETCH(int, threads);
        QVERIFY(trained({ .batch = batch, .threads = threads, .slices = slices })
                == trained({ .batch = batch, .threads = 1, .slices = slices }));
    }

    void noSliceIsEmpty_data()
    {
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("wanted");
        QTest::addColumn<int>("slices");
        QTest::newRow("as many as rows") << 4 << 4 << 4;
        QTest::newRow("more than rows") << 3 << 8 << 3;
        QTest::newRow("two rows each make three") << 6 << 4 << 3;
        QTest::newRow("two rows each and one") << 7 << 4 << 4;
    }
    void noSliceIsEmpty()
    {
        QFETCH(int, batch);
        QFETCH(int, wanted);
        QFETCH(int, slices);
        QCOMPARE(compiled(normalised(), { .batch = batch, .slices = wanted })->options().slices, slices);
    }

    void aBatchThatCannotBeCutEvenlyLearnsTheSame_data()
    {
        QTest::addColumn<int>("slices");
        for (const int slices : { 2, 3, 4 })
            QTest::addRow("7 rows in %d slices", slices) << slices;
    }
    void aBatchThatCannotBeCutEvenlyLearnsTheSame()
    {
        QFETCH(int, slices);
        const double difference = largestDifference(trained({ .batch = 7, .threads = 1, .slices = slices }),
                                                    trained({ .batch = 7, .threads = 1, .slices = 1 }));
        QVERIFY2(difference < 1e-5, qPrintable(QString::number(difference)));
    }

    void rowsThatDoNotCountLeaveNoTrace_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("slices");
        for (const int rows : { 1, 2, 3, 5, 7 })
            for (const int slices : { 1, 2, 4 })
                QTest::addRow("%d of 8 rows, %d slices", rows, slices) << rows << slices;
    }
    void rowsThatDoNotCountLeaveNoTrace()
    {
        QFETCH(int, rows);
        QFETCH(int, slices);
        const auto padded = compiled(normalised(), { .batch = 8, .threads = 1, .slices = slices });
        const auto exact = compiled(normalised(), { .batch = rows, .threads = 1, .slices = 1 });
        for (std::size_t i = 0; i < exact->inputs().size(); ++i) {
            const auto& to = padded->inputs()[i];
            std::ranges::fill(to.numbers, 1e30F); // whatever stands there
            std::ranges::copy(exact->inputs()[i].numbers, to.numbers.begin());
            std::ranges::copy(exact->inputs()[i].categories, to.categories.begin());
        }
        QVERIFY(std::abs(padded->run(rows, 0) - exact->run(rows, 0)) < 1e-5);
        QVERIFY(largestDifference(padded->toPlain(padded->gradients()), exact->toPlain(exact->gradients()))
                < 1e-5);
        QVERIFY(largestDifference(padded->readParameters(), exact->readParameters()) < 1e-5);
    }

    void inputsAndOutputsHaveTheRowsOfTheBatchAlone()
    {
        const auto cut = compiled(normalised(), { .batch = 7, .threads = 1, .slices = 2 });
        const auto whole = compiled(normalised(), { .batch = 7, .threads = 1, .slices = 1 });
        QCOMPARE(cut->inputs()[0].numbers.size(), 7U * 200U);
        QCOMPARE(cut->inputs()[1].categories.size(), 7U);
        QVERIFY(std::abs(cut->run(7, 0) - whole->run(7, 0)) < 1e-6);
        const auto a = cut->outputs()[0].values;
        const auto b = whole->outputs()[0].values;
        QCOMPARE(a.size(), 7U * kClasses);
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(std::abs(a[i] - b[i]) < 1e-5F);
    }
};

QTEST_GUILESS_MAIN(SlicesTest)
#include "slices_test.moc"
