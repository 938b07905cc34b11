// SPDX-License-Identifier: GPL-3.0-or-later
#include "networks.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::tests;
using engine::Plan;

namespace {
constexpr std::int64_t kBatch = 8;
constexpr int kClasses = 4;

network::Network convolutions(std::int64_t filters)
{
    return chain({ { "input" },
                   conv(filters, "same"),
                   { "leaky_relu" },
                   conv(filters),
                   { "relu" },
                   { "flatten" },
                   dense(kClasses),
                   { "softmax_cross_entropy" } });
}

std::unique_ptr<Plan> compiled(const network::Network& network, int slices, engine::PlanOptions options = {})
{
    options.batch = kBatch;
    options.threads = 1;
    options.slices = slices;
    return filledPlan(network, signature({ 2, 8, 8 }, kClasses), options, kClasses);
}

std::unique_ptr<Plan> hostOf(Plan* guest)
{
    return compiled(convolutions(6), 2, { .pause = "leaky_relu_1", .guest = guest });
}

struct Outcome {
    double loss = 0;
    std::vector<tensor::NamedTensor> gradients;
    bool operator==(const Outcome&) const = default;
};

Outcome outcomeOf(Plan& plan, double loss) { return { loss, plan.toPlain(plan.gradients()) }; }
} // namespace

class GuestTest : public QObject {
    Q_OBJECT

private slots:
    void hostAndGuestComputeWhatTheyDoAlone_data()
    {
        QTest::addColumn<int>("filters");
        QTest::addColumn<int>("slices");
        QTest::newRow("small, fewer slices") << 3 << 1;
        QTest::newRow("small") << 3 << 2;
        QTest::newRow("large") << 40 << 2;
        QTest::newRow("large, more slices") << 40 << 4;
    }

    void hostAndGuestComputeWhatTheyDoAlone()
    {
        QFETCH(int, filters);
        QFETCH(int, slices);
        const auto network = convolutions(filters);
        const auto alone = compiled(network, slices);
        const auto expectedOfGuest = outcomeOf(*alone, alone->run(kBatch, 0));
        const auto whole = hostOf(nullptr);
        const auto expected = outcomeOf(*whole, whole->run(kBatch, 0));

        const auto guest = compiled(network, slices);
        const auto host = hostOf(guest.get());
        for (int step = 0; step < 2; ++step) {
            host->begin(kBatch, 0);
            QVERIFY(outcomeOf(*guest, guest->run(kBatch, 0)) == expectedOfGuest);
            QVERIFY(outcomeOf(*host, host->finish()) == expected);
        }
    }

    void togetherTheyTakeLessMemory()
    {
        const auto guest = compiled(convolutions(6), 2);
        const auto apart = guest->arenaBytes() + hostOf(nullptr)->arenaBytes();
        const auto host = hostOf(guest.get());
        QCOMPARE(guest->arenaBytes(), std::size_t { 0 });
        QVERIFY2(host->arenaBytes() < apart * 3 / 4,
                 qPrintable(QStringLiteral("%1 of %2 bytes").arg(host->arenaBytes()).arg(apart)));
    }
};

QTEST_GUILESS_MAIN(GuestTest)
#include "guest_test.moc"
