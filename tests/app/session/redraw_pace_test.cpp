// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/redraw_pace.hpp"

#include <QTest>

using netwright::session::RedrawPace;
using namespace std::chrono_literals;

class RedrawPaceTest : public QObject {
    Q_OBJECT

private slots:
    void theFirstPictureIsDueAtOnce()
    {
        RedrawPace pace;
        QVERIFY(pace.isDue());
    }

    void aPictureThatTookWorkIsFollowedByARest_data()
    {
        QTest::addColumn<int>("work");
        QTest::addColumn<int>("tooEarly");
        QTest::addColumn<int>("due");
        QTest::newRow("10 ms of work, 30 times as long a rest") << 10 << 299 << 300;
        QTest::newRow("a second of work, never more than half a second") << 1000 << 499 << 500;
        QTest::newRow("no work, no rest") << 0 << -1 << 0;
    }

    void aPictureThatTookWorkIsFollowedByARest()
    {
        QFETCH(int, work);
        QFETCH(int, tooEarly);
        QFETCH(int, due);
        const RedrawPace::Moment begin { .time = {}, .work = 5ms };
        const auto after = [&](int rest) {
            return RedrawPace::Moment { .time = begin.time + rest * 1ms, .work = begin.work + work * 1ms };
        };
        RedrawPace pace;
        QVERIFY(pace.isDue(begin));
        if (tooEarly >= 0)
            QVERIFY(!pace.isDue(after(tooEarly)));
        QVERIFY(pace.isDue(after(due)));
    }
};

QTEST_GUILESS_MAIN(RedrawPaceTest)
#include "redraw_pace_test.moc"
