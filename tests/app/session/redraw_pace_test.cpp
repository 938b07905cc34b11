// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/redraw_pace.hpp"

#include <QElapsedTimer>
#include <QTest>

using netwright::session::RedrawPace;

class RedrawPaceTest : public QObject {
    Q_OBJECT

private slots:
    void theFirstPictureIsDueAtOnce()
    {
        RedrawPace pace;
        QVERIFY(pace.isDue());
    }

    void afterWorkTheNextPictureWaitsButComes()
    {
        RedrawPace pace;
        QVERIFY(pace.isDue());
        QElapsedTimer work;
        work.start();
        while (work.elapsed() < 10) { }
        QVERIFY(!pace.isDue());
        QTRY_VERIFY(pace.isDue());
    }
};

QTEST_GUILESS_MAIN(RedrawPaceTest)
#include "redraw_pace_test.moc"
