// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.hpp"

#include <QTest>

#include <cmath>

using namespace netwright;
using namespace netwright::training;

namespace {
constexpr std::int64_t kStepsPerEpoch = 10;
constexpr std::int64_t kEpochs = 4;

double factor(const char* id, const ParameterValues& parameters, std::uint64_t step)
{
    return findSchedule(id)->factor(parameters,
                                    { .step = step, .stepsPerEpoch = kStepsPerEpoch, .epochs = kEpochs });
}

ParameterValues defaultsOf(const char* id) { return ParameterValues(findSchedule(id)->parameters); }
} // namespace

class ScheduleTest : public QObject {
    Q_OBJECT
private slots:
    static void theKindsFollowTheirFormulas_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("step");
        QTest::addColumn<double>("expected");
        const auto row = [](const char* id, int step, double expected) {
            QTest::addRow("%s at step %d", id, step) << id << step << expected;
        };
        row("constant", 0, 1.0);
        row("constant", 39, 1.0);
        row("linear", 0, 1.0);
        row("linear", 10, 0.75);
        row("linear", 30, 0.25);
        row("cosine", 0, 1.0);
        row("cosine", 10, (1 + std::sqrt(0.5)) / 2);
        row("cosine", 20, 0.5);
        row("steps", 9, 1.0);
        row("steps", 10, 0.5);
        row("steps", 39, 0.125);
    }
    void theKindsFollowTheirFormulas()
    {
        QFETCH(QString, id);
        QFETCH(int, step);
        QFETCH(double, expected);
        const auto name = id.toStdString();
        const double found = factor(name.c_str(), defaultsOf(name.c_str()), static_cast<std::uint64_t>(step));
        QVERIFY2(std::abs(found - expected) < 1e-12, qPrintable(QString::number(found)));
    }

    void theWarmUpRisesToTheFullRateAndThenFalls()
    {
        auto parameters = defaultsOf("cosine");
        parameters.set("warm_up", 0.5);
        parameters.set("last", 0.1);
        QCOMPARE(factor("cosine", parameters, 0), 0.2);
        QCOMPARE(factor("cosine", parameters, 4), 1.0);
        QCOMPARE(factor("cosine", parameters, 5), 1.0);
        QVERIFY(factor("cosine", parameters, 39) > 0.1);
        QVERIFY(factor("cosine", parameters, 39) < 0.11);
    }

    void aWarmUpLongerThanTheTrainingOnlyRises()
    {
        auto parameters = defaultsOf("cosine");
        parameters.set("warm_up", 100.0);
        QVERIFY(factor("cosine", parameters, 39) <= 0.0401);
        QVERIFY(factor("cosine", parameters, 39) > factor("cosine", parameters, 38));
    }

    void noFactorIsEverNegativeOrAboveOne()
    {
        for (const ScheduleKind* kind : scheduleTable()) {
            for (std::uint64_t step = 0; step < kStepsPerEpoch * kEpochs; ++step) {
                const double found = factor(kind->id.c_str(), ParameterValues(kind->parameters), step);
                QVERIFY2(found >= 0.0 && found <= 1.0, kind->id.c_str());
            }
            QVERIFY2(!kind->help.empty(), kind->id.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
