// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/crew.hpp"

#include <QTest>

#include <array>
#include <stdexcept>

using netwright::engine::Crew;

class CrewTest : public QObject {
    Q_OBJECT
private slots:
    void everyMemberWorksOnce_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : { 1, 2, 4 })
            QTest::addRow("%d", count) << count;
    }
    void everyMemberWorksOnce()
    {
        QFETCH(int, count);
        Crew crew(4);
        for (int job = 0; job < 2000; ++job) {
            std::array<int, 4> done {};
            crew.run(count, [&](int member) { ++done[static_cast<std::size_t>(member)]; });
            for (int member = 0; member < 4; ++member)
                QCOMPARE(done[static_cast<std::size_t>(member)], member < count ? 1 : 0);
        }
    }

    void whatWasWrittenBeforeAMeetingIsSeenAfterIt()
    {
        constexpr int kMembers = 3;
        Crew crew(kMembers);
        std::array<int, kMembers> written {};
        std::array<int, kMembers> seen {};
        crew.run(kMembers, [&](int member) {
            const auto own = static_cast<std::size_t>(member);
            for (int round = 1; round <= 500; ++round) {
                written[own] = round * (member + 1);
                crew.meet();
                seen[own]
                    += written[(own + 1) % kMembers] == round * (static_cast<int>((own + 1) % kMembers) + 1);
                crew.meet();
            }
        });
        for (const int count : seen)
            QCOMPARE(count, 500);
    }

    void jobsOfDifferentSizesFollowEachOther()
    {
        Crew crew(4);
        std::array<int, 4> done {};
        for (int job = 0; job < 3000; ++job) {
            const int count = std::array { 4, 2, 1, 3 }[static_cast<std::size_t>(job % 4)];
            crew.run(count, [&](int member) {
                crew.meet();
                ++done[static_cast<std::size_t>(member)];
                crew.meet();
            });
        }
        QCOMPARE(done, (std::array { 3000, 2250, 1500, 750 }));
    }

    void anExceptionReachesTheCallerAndTheCrewGoesOn()
    {
        Crew crew(2);
        for (const int culprit : { 0, 1 }) {
            QVERIFY_EXCEPTION_THROWN(crew.run(2,
                                              [&](int member) {
                                                  crew.attempt([&] {
                                                      if (member == culprit)
                                                          throw std::runtime_error("broken");
                                                  });
                                                  crew.meet();
                                              }),
                                     std::runtime_error);
            std::array<int, 2> done {};
            crew.run(2, [&](int member) { done[static_cast<std::size_t>(member)] = member + 1; });
            QCOMPARE(done, (std::array { 1, 2 }));
        }
    }
};

QTEST_GUILESS_MAIN(CrewTest)
#include "crew_test.moc"
