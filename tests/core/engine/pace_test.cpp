// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/pace.hpp"

#include <QTest>

using netwright::engine::Pace;

namespace {
/// So many steps that take so long together and alone; the share of them that went together.
double shareTogether(Pace& pace, int steps, double together, double alone)
{
    int count = 0;
    for (int i = 0; i < steps; ++i) {
        count += pace.isTogether();
        pace.took(pace.isTogether() ? together : alone);
    }
    return static_cast<double>(count) / steps;
}
} // namespace

class PaceTest : public QObject {
    Q_OBJECT
private slots:
    void itStaysTogetherWhereThatIsFaster()
    {
        Pace pace;
        QVERIFY(pace.isTogether());
        QVERIFY(shareTogether(pace, 5000, 1.0, 1.9) > 0.95);
    }

    void itGoesAloneSoonWhenAnotherProgramTakesACore()
    {
        Pace pace;
        shareTogether(pace, 5000, 1.0, 1.9);
        QVERIFY(shareTogether(pace, 200, 6.0, 1.9) < 0.2);
    }

    void itComesBackWhenTheCoreIsFreeAgain()
    {
        Pace pace;
        shareTogether(pace, 1000, 6.0, 1.9);
        QVERIFY(!pace.isTogether());
        shareTogether(pace, 1200, 1.0, 1.9);
        QVERIFY(shareTogether(pace, 1000, 1.0, 1.9) > 0.9);
    }
};

QTEST_GUILESS_MAIN(PaceTest)
#include "pace_test.moc"
