// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/job.hpp"
#include "app/session/separately.hpp"

#include <QtTest>

#include <csignal>
#include <optional>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

using namespace netwright;
using session::Job;
using session::separately;

namespace {
/// Nothing but a signal ends it.
std::string endless()
{
    for (;;)
        ::pause();
}

bool hasChild()
{
    siginfo_t child {};
    return ::waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0;
}
} // namespace

class SeparatelyTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsMadeComesHome();
    void whatIsChangedThereStaysThere();
    void aStopEndsWorkThatNeverEnds();
    void aStoppedWorkDoesNotKeepTheNextWaiting();
    void workThatBreaksOffIsAnError_data();
    void workThatBreaksOffIsAnError();
};

void SeparatelyTest::whatIsMadeComesHome()
{
    const std::string large(3'000'000, 'x'); // more than a pipe holds
    QCOMPARE(separately([&] { return large; }, {}).value(), large);
    QCOMPARE(separately([] { return std::string(); }, {}).value(), std::string());
    QVERIFY(!hasChild());
}

void SeparatelyTest::whatIsChangedThereStaysThere()
{
    int value = 1;
    QCOMPARE(separately([&] { return std::to_string(++value); }, {}).value(), std::string("2"));
    QCOMPARE(value, 1);
}

void SeparatelyTest::aStopEndsWorkThatNeverEnds()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!separately(endless, stop.get_token()));
    QVERIFY(!hasChild());
}

void SeparatelyTest::aStoppedWorkDoesNotKeepTheNextWaiting()
{
    Job job;
    std::optional<std::string> made;
    const auto start = [&](std::string (*work)()) {
        job.start([work](const Progress& progress) { return separately(work, progress.stop); },
                  [&](const Result<std::string>& result) { made = result.value(); });
    };
    start(endless);
    job.cancel();
    start([] { return std::string("second"); });
    QTRY_VERIFY(made);
    QCOMPARE(*made, std::string("second"));
}

void SeparatelyTest::workThatBreaksOffIsAnError_data()
{
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("killed") << true;
    QTest::newRow("throws") << false;
}

void SeparatelyTest::workThatBreaksOffIsAnError()
{
    QFETCH(bool, isKilled);
    const auto result = separately(
        [isKilled]() -> std::string {
            if (isKilled)
                ::raise(SIGKILL);
            throw std::runtime_error("no");
        },
        {});
    QVERIFY(!result);
    QCOMPARE(result.error().message, std::string("the work broke off"));
}

QTEST_GUILESS_MAIN(SeparatelyTest)
#include "separately_test.moc"
