// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/cycles.hpp"

#include <QTest>

using namespace netwright::network;

using Places = std::vector<std::size_t>;
using Cycles = std::vector<Places>;
using Steps = std::vector<std::optional<std::size_t>>;

namespace {
Cycles cyclesOf(const Steps& steps)
{
    return cyclesAlong(steps.size(), [&steps](std::size_t place) { return steps[place]; });
}
} // namespace

class CyclesTest : public QObject {
    Q_OBJECT

private slots:
    void walksThatEndHaveNone() { QVERIFY(cyclesOf({ 1, 2, std::nullopt }).empty()); }
    void aPlaceMayLeadToItself() { QVERIFY(cyclesOf({ 0 }) == Cycles { Places { 0 } }); }

    void whatLeadsIntoACycleIsNotOfIt()
    {
        QVERIFY(cyclesOf({ 1, 2, 3, 1, 2 }) == (Cycles { Places { 1, 2, 3 } }));
    }

    void eachCycleIsFoundOnce()
    {
        QVERIFY(cyclesOf({ 1, 0, 3, 2, 0, 2 }) == (Cycles { Places { 0, 1 }, Places { 2, 3 } }));
    }
};

QTEST_GUILESS_MAIN(CyclesTest)
#include "cycles_test.moc"
