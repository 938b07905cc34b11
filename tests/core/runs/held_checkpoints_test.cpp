// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/held_checkpoints.hpp"

#include "core/runs/checkpoint_folder.hpp"
#include "tests/core/runs/run_fixture.hpp"

using namespace netwright;
using namespace netwright::fixture;
using namespace std::chrono_literals;
using runs::HeldCheckpoints;

class HeldCheckpointsTest : public QObject {
    Q_OBJECT

    HeldCheckpoints::Clock::time_point m_now; ///< this test's own time

    /// Writes what is held; it takes so long.
    void write(HeldCheckpoints& held, const Workplace& place, HeldCheckpoints::Clock::duration cost)
    {
        bool isBefore = true;
        const auto written = held.write(place.path(), [&] {
            if (!std::exchange(isBefore, false))
                m_now += cost;
            return m_now;
        });
        QVERIFY2(written.has_value(), text(written));
    }

private slots:
    void theFirstIsDueAtOnceAndNothingNever()
    {
        HeldCheckpoints held;
        QVERIFY(!held.isDue(m_now));
        held.hold(checkpoint(1), 1);
        QVERIFY(held.isDue(m_now));
    }

    void writingTakesATenthOfTheTimeAndWaitsASecondAtMost_data()
    {
        QTest::addColumn<int>("cost");
        QTest::addColumn<int>("wait");
        QTest::addRow("a fast disk") << 2 << 18;
        QTest::addRow("a slow disk") << 50 << 450;
        QTest::addRow("a large network") << 3000 << 1000;
    }
    void writingTakesATenthOfTheTimeAndWaitsASecondAtMost()
    {
        QFETCH(int, cost);
        QFETCH(int, wait);
        const Workplace place;
        std::filesystem::create_directory(place.path() / "checkpoints");
        HeldCheckpoints held;
        held.hold(checkpoint(1), 1);
        write(held, place, std::chrono::milliseconds(cost));
        QVERIFY(!held.isDue(m_now + 1h)); // there is nothing to write
        held.hold(checkpoint(2), 2);
        QVERIFY(!held.isDue(m_now + std::chrono::milliseconds(wait) - 1us));
        QVERIFY(held.isDue(m_now + std::chrono::milliseconds(wait)));
    }

    void onlyWhatWouldBeKeptIsWritten()
    {
        const Workplace place;
        std::filesystem::create_directory(place.path() / "checkpoints");
        HeldCheckpoints held;
        for (std::int64_t epoch = 1; epoch <= 25; ++epoch)
            held.hold(checkpoint(epoch), epoch < 7 ? epoch : 7);
        write(held, place, 1ms);
        const std::vector<runs::CheckpointPlace> expected { { 7, 0 },  { 10, 0 }, { 20, 0 },
                                                            { 23, 0 }, { 24, 0 }, { 25, 0 } };
        QVERIFY(runs::checkpointPlaces(place.path()) == expected);
    }
};

QTEST_GUILESS_MAIN(HeldCheckpointsTest)
#include "held_checkpoints_test.moc"
